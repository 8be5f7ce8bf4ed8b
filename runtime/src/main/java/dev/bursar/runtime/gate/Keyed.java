// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import org.jspecify.annotations.Nullable;

/**
 * An allowed call with the key it must carry.
 *
 * @param holdKey under which its money is held: the idempotency key, or the call's own id if the operation takes none
 * @param key the idempotency key to put on; {@code null} if the operation takes none
 * @param fromApp whether the application set the key itself
 * @param ordinal which of several equal actions this is; {@code null} if the key does not depend on it
 * @param replay the first result of the same action in other words, to be given back instead of sending; {@code null}: go on
 */
record Keyed(
        String holdKey,
        @Nullable String key,
        boolean fromApp,
        @Nullable Ordinal ordinal,
        @Nullable Answer replay) {

    /** The call moved nothing: an equal one is the same action, not the next. */
    void freeOrdinal() {
        if (ordinal != null) {
            ordinal.free();
        }
    }
}
