// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one key. Guarded by {@link LocalActions}. */
final class Known {

    /** Clocks before and after a restart may differ by this much: a vendor remembers an hour more than Bursar counts on. */
    private static final Duration SKEW = Duration.ofHours(1);

    final String key;

    /** When it was first sent, by the clock on the wall. */
    final Instant first;

    /** {@link System#nanoTime()} when this process learnt of that: no clock set back makes a key younger. */
    final long learnt;

    /** Whether that was from a journal, so that only the clock on the wall knows its age. */
    boolean isRestored;

    /** Of the first body; {@code null} if that is not known. */
    @Nullable
    String bodyHash;

    OpenRun run;

    /** {@link State#RELEASED} for none yet; never {@link State#IN_FLIGHT}. */
    State outcome = State.RELEASED;

    /** While restoring: the outcome before the latest attempt, to which it goes back if that was never sent. */
    State before = State.RELEASED;

    /** Calls on their way. */
    int inFlight;

    @Nullable
    String objectId;

    @Nullable
    StoredReply reply;

    Known(String key, OpenRun run, @Nullable String bodyHash, Instant first, long learnt) {
        this.key = key;
        this.run = run;
        this.bodyHash = bodyHash;
        this.first = first;
        this.learnt = learnt;
    }

    State state() {
        return outcome != State.DONE && inFlight > 0 ? State.IN_FLIGHT : outcome;
    }

    boolean isFresh() {
        return state() == State.RELEASED;
    }

    /** By the clock that says most. Where only a wall clock knows, one that stands before the first use knows nothing: too old. */
    boolean isOlderThan(Duration memory, Instant now, long nanos) {
        return Duration.between(first, now).compareTo(memory) > 0
                || Duration.ofNanos(nanos - learnt).compareTo(memory) > 0
                || (isRestored && now.isBefore(first.minus(SKEW)));
    }
}
