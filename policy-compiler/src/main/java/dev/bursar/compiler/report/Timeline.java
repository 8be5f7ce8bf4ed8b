// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The bars of a chart: stretches of time of one length, one after the other without a gap.
 *
 * @param span how long each is
 * @param starts when each begins, in seconds since the epoch
 * @param cut whether there were more before
 */
record Timeline(Span span, List<Long> starts, boolean cut) {

    /** Few enough to be told apart on a phone. */
    private static final int MOST = 72;

    /**
     * @param from the first second to show
     * @param to the last
     * @param shortest no bar is shorter than this
     */
    static Timeline over(long from, long to, Span shortest, ZoneId zone) {
        Span span = shortest;
        while (span != Span.YEAR && (to - from) / span.seconds() + 1 > MOST) {
            span = Span.values()[span.ordinal() + 1];
        }
        // a wrong clock may have written anything
        long first = Math.max(span.floor(from, zone), span.floor(to - MOST * span.seconds(), zone));
        List<Long> starts = new ArrayList<>();
        for (long start = first; start <= to; start = span.next(start, zone)) {
            starts.add(start);
        }
        return new Timeline(span, starts, first > from);
    }

    /** Which bar {@code second} is in; -1 if it is in none. */
    int index(long second, ZoneId zone) {
        return Math.max(-1, Collections.binarySearch(starts, span.floor(second, zone)));
    }
}
