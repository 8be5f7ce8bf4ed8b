// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a key when a call is about to carry it. */
public sealed interface Prior {

    /** Nothing was ever sent under it. */
    record Fresh() implements Prior {}

    /**
     * The same call under the same key: it may be sent again, and the vendor answers as it did the first time. While the first is
     * {@link State#IN_FLIGHT} the vendor answers 409, and nothing is carried out twice.
     *
     * @param objectId what the first made or changed; {@code null} if that is not known
     */
    record Repeat(State state, @Nullable String objectId) implements Prior {}

    /**
     * The same key with another body, or one that cannot be compared: not to be sent.
     *
     * @param objectId what the first made or changed; {@code null} if that is not known
     * @param reply what the first was answered; {@code null} if there is no answer, or it is not kept
     */
    record Drifted(@Nullable String objectId, @Nullable StoredReply reply, State state) implements Prior {}

    /**
     * First used longer ago than the vendor surely remembers, so that it might be carried out anew: not to be sent.
     *
     * @param first when it was first used
     * @param objectId what it made or changed; {@code null} if that is not known
     */
    record Expired(Instant first, @Nullable String objectId) implements Prior {}
}
