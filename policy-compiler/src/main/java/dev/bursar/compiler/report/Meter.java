// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How much of one unit one caller has been charged, minute by minute of when the calls were admitted. Windows of every length are whole
 * minutes, so that any cap can be looked at afterwards.
 */
final class Meter {

    /** What has been charged: {@code settled} is known to have moved, {@code held} may have. */
    record Sum(long settled, long held) {
        static final Sum NOTHING = new Sum(0, 0);

        long total() {
            return settled + held;
        }

        Sum plus(long moreSettled, long moreHeld) {
            return new Sum(settled + moreSettled, held + moreHeld);
        }

        Sum plus(Sum other) {
            return plus(other.settled, other.held);
        }
    }

    private final NavigableMap<Long, Sum> minutes = new TreeMap<>();
    private Sum told = Sum.NOTHING;

    /** Most that one call was charged, and one run. */
    private long largestCall;

    private long largestRun;

    /** @param isTold whether the time lies in what the report tells of */
    void add(long second, long settled, long held, boolean isTold) {
        minutes.merge(Span.MINUTE.floor(second, ZoneOffset.UTC), new Sum(settled, held), Sum::plus);
        if (isTold) {
            told = told.plus(settled, held);
        }
    }

    void call(long charged) {
        largestCall = Math.max(largestCall, charged);
    }

    void run(long charged) {
        largestRun = Math.max(largestRun, charged);
    }

    /** Of the time that the report tells of. */
    Sum told() {
        return told;
    }

    long largestCall() {
        return largestCall;
    }

    long largestRun() {
        return largestRun;
    }

    /** By the start of each window in which there was anything, from the window of {@code from} on. */
    NavigableMap<Long, Sum> windows(Span window, long from, ZoneId zone) {
        NavigableMap<Long, Sum> windows = new TreeMap<>();
        for (Map.Entry<Long, Sum> minute :
                minutes.tailMap(window.floor(from, zone), true).entrySet()) {
            windows.merge(window.floor(minute.getKey(), zone), minute.getValue(), Sum::plus);
        }
        return windows;
    }
}
