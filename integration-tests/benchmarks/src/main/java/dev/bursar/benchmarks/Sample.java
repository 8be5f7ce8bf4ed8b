// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Measured times, in nanoseconds. */
final class Sample {

    private long[] nanos = new long[1024];
    private int size;

    void add(long each) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = each;
    }

    void addAll(Sample other) {
        for (int i = 0; i < other.size; i++) {
            add(other.nanos[i]);
        }
    }

    double median() {
        return percentile(50);
    }

    /** The smallest of the times that {@code percent} of all do not exceed. */
    double percentile(int percent) {
        if (size == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(size * percent / 100.0) - 1)];
    }

    static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos / 1e6);
    }

    static String micros(double nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e3);
    }

    static String ratio(double one, double other) {
        return String.format(Locale.ROOT, "%.2f", one / other);
    }
}
