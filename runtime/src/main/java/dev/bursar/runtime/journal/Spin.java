// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looking again and again in place of sleeping, for as long as a sleep would cost about as much: to put a thread to sleep and wake it takes tens of
 * microseconds, where a force of a fast disk takes a hundred. Never on a machine with one processor, and never for longer than is said here.
 */
final class Spin {

    private static final boolean POSSIBLE = Runtime.getRuntime().availableProcessors() > 1;

    /** Who waits for a disk that is usually slower than this sleeps at once. */
    private static final long SLOW_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    /** How long the journal's thread looks for another entry after one that was waited for. */
    private static final long NEXT_NANOS = TimeUnit.MICROSECONDS.toNanos(40);

    /** What forces have taken of late, one of them counting for this at most: a disk that has hung once is soon forgotten. */
    private volatile long usualNanos = 4 * SLOW_NANOS;

    /** Of the journal's thread: a force has taken so long. */
    void forced(long nanos) {
        long usual = usualNanos;
        usualNanos = usual + (Math.min(nanos, 4 * SLOW_NANOS) - usual) / 8;
    }

    /** @return whether {@code done} has come true within the time that a force usually takes, and half of it more */
    boolean whileForcing(BooleanSupplier done, BooleanSupplier alone) {
        long usual = usualNanos;
        return usual <= SLOW_NANOS && until(done, alone, usual + usual / 2);
    }

    /** Comes back once {@code there} is true, or a moment later. */
    void forTheNext(BooleanSupplier there) {
        until(there, () -> true, NEXT_NANOS);
    }

    private static boolean until(BooleanSupplier done, BooleanSupplier goOn, long nanos) {
        if (!POSSIBLE) {
            return false;
        }
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (!goOn.getAsBoolean() || System.nanoTime() - start > nanos) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}
