// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.watching;

import java.util.concurrent.atomic.LongAdder;

/** How long something took, in buckets whose bounds are powers of two: about 1 us, 2 us and so on to about 17 s, and what took longer. */
public final class Histogram {

    /** The first bucket ends at {@code 1 << FIRST} nanoseconds. */
    private static final int FIRST = 10;

    private static final int LAST = 34;

    private final LongAdder[] buckets = new LongAdder[LAST - FIRST + 2];
    private final LongAdder nanos = new LongAdder();

    public Histogram() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    public void add(long took) {
        int bits = took <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(took - 1);
        buckets[Math.min(Math.max(bits - FIRST, 0), buckets.length - 1)].increment();
        nanos.add(Math.max(took, 0));
    }

    /**
     * What was counted so far.
     *
     * @param atMost of each bucket, the nanoseconds it ends at; one fewer than {@code counts}, as the last bucket is open
     * @param counts how many fell into each
     * @param nanos all of them together
     */
    public record Counted(long[] atMost, long[] counts, long nanos) {

        public long total() {
            long total = 0;
            for (long count : counts) {
                total += count;
            }
            return total;
        }
    }

    public Counted counted() {
        long[] counts = new long[buckets.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets[i].sum();
        }
        long[] atMost = new long[buckets.length - 1];
        for (int i = 0; i < atMost.length; i++) {
            atMost[i] = 1L << (FIRST + i);
        }
        return new Counted(atMost, counts, nanos.sum());
    }
}
