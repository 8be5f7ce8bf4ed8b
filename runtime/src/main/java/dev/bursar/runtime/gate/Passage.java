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
    Ordinal ordinal;

    Carriers.@Nullable Share share;

    @Nullable
    Hold hold;

    /** Forgets that the action was begun; {@code null} if that is not remembered. */
    @Nullable
    Runnable begun;

    /** Forgets the admission again; {@code null} before there is one. */
    @Nullable
    Runnable admission;

    /** The call is not sent: its money and its place among equal actions are free again. */
    void undo() {
        Hold held = hold;
        Carriers.Share mine = share;
        try {
            if (begun != null) {
                begun.run();
            }
            if (admission != null) {
                admission.run();
            }
        } finally {
            try {
                if (mine != null) {
                    mine.leaveUnmoved(() -> {
                        if (held != null) {
                            held.release();
                        }
                    });
                }
            } finally {
                if (ordinal != null) {
                    ordinal.free();
                }
            }
        }
    }
}
