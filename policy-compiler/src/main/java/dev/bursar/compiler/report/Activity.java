// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.journal.Entry;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How many calls were decided on, minute by minute. */
final class Activity {

    /** What became of a call; the order is that of the chart, from the bottom. */
    enum Fate {
        ADMITTED,
        REHEARSED,
        OBSERVED,
        REFUSED
    }

    private final NavigableMap<Long, long[]> minutes = new TreeMap<>();
    private final long[] totals = new long[Fate.values().length];

    void add(Fate fate, Entry entry) {
        long minute = Span.MINUTE.floor(entry.time().getEpochSecond(), ZoneOffset.UTC);
        minutes.computeIfAbsent(minute, any -> new long[totals.length])[fate.ordinal()] += entry.count();
        totals[fate.ordinal()] += entry.count();
    }

    long total(Fate fate) {
        return totals[fate.ordinal()];
    }

    /** One row a bar, with the counts by fate. */
    long[][] over(Timeline timeline, ZoneId zone) {
        long[][] bars = new long[timeline.starts().size()][totals.length];
        for (Map.Entry<Long, long[]> minute : minutes.entrySet()) {
            int index = timeline.index(minute.getKey(), zone);
            for (int i = 0; index >= 0 && i < totals.length; i++) {
                bars[index][i] += minute.getValue()[i];
            }
        }
        return bars;
    }
}
