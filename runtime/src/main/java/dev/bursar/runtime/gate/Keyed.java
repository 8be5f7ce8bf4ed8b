// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import org.jspecify.annotations.Nullable;

/**
 * An allowed call with the key it must carry.
 *
 * @param name under which the key is known here and its money is held: the key itself if it was made here; for a key of the application a
 *     hash with its caller, so that no caller meets another's; if the operation takes none, the call's own id
 * @param key the idempotency key to put on; {@code null} if the operation takes none
 * @param fromApp whether the application set the key itself
 * @param first whether nothing was sent under the key before, as far as is known
 * @param ordinal which of several equal actions this is; {@code null} if the key does not depend on it
 * @param share this call's part in the key
 * @param replay the first result of the same action in other words, to be given back instead of sending; {@code null}: go on
 */
record Keyed(
        String name,
        @Nullable String key,
        boolean fromApp,
        boolean first,
        @Nullable Ordinal ordinal,
        Carriers.Share share,
        @Nullable Answer replay) {

    /** The call moved nothing: an equal one is the same action, not the next. */
    void freeOrdinal() {
        if (ordinal != null) {
            ordinal.free();
        }
    }

    /** Not the key, which may be the application's, nor the answer. */
    @Override
    public String toString() {
        return "Keyed[" + name + "]";
    }
}
