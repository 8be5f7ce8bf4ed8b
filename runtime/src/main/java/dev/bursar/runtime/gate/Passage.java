// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import org.jspecify.annotations.Nullable;

/** What the stages of one call have made so far, so that a refusal can put it back. Confined to the calling thread. */
final class Passage {

    @Nullable
    Books books;

    @Nullable
    Identified call;

    @Nullable
    Keyed keyed;

    @Nullable
    Hold hold;

    /** The call is not sent: its money and its place among equal actions are free again. */
    void undo() {
        if (hold != null && hold.fresh()) {
            hold.release();
        }
        if (keyed != null) {
            keyed.freeOrdinal();
        }
    }
}
