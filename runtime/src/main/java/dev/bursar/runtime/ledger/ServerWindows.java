// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.redis.Packed;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The windows of calendar time as a ledger in a Redis counts in them. Thread-safe. */
final class ServerWindows {

    private static final Window[] CALENDAR = {Window.MINUTE, Window.HOUR, Window.DAY, Window.WEEK, Window.MONTH};

    /** How long a window of each kind stays after its end. */
    private static final long[] KEPT = {2 * 86_400, 2 * 86_400, 40 * 86_400, 40 * 86_400, 40 * 86_400};

    private final CalendarWindows calendar;
    private volatile @Nullable Moment latest;

    ServerWindows(ZoneId zone) {
        this.calendar = new CalendarWindows(zone);
    }

    /**
     * The windows of the seconds {@code from} to {@code until}.
     *
     * @param ends by kind of window the first second after it
     * @param begins by kind of window its first second
     * @param packed as scripts take them: first seconds, and when each may be forgotten. Not to be changed
     */
    record Moment(long from, long until, long[] begins, long[] ends, byte[] packed) {

        /** When the window that a cap counts in ends; {@code null} if it is not of calendar time. */
        @Nullable
        Instant end(Cap cap) {
            int place = place(cap.window());
            return place == 0 || place == 6 ? null : Instant.ofEpochSecond(ends[place - 1]);
        }
    }

    /** @throws java.time.DateTimeException if the time lies beyond what a calendar can say */
    Moment at(long second) {
        Moment known = latest;
        if (known != null && known.from <= second && second < known.until) {
            return known;
        }
        long[] begins = new long[CALENDAR.length];
        long[] ends = new long[CALENDAR.length];
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        for (int i = 0; i < CALENDAR.length; i++) {
            CalendarWindows.Span span = calendar.at(CALENDAR[i], second);
            begins[i] = span.from();
            ends[i] = span.until();
            from = Math.max(from, span.from());
            until = Math.min(until, span.until());
        }
        Packed packed = new Packed().list(CALENDAR.length);
        for (long begin : begins) {
            packed.number(begin);
        }
        packed.list(CALENDAR.length);
        for (int i = 0; i < CALENDAR.length; i++) {
            packed.number(ends[i] + KEPT[i]);
        }
        Moment made = new Moment(from, until, begins, ends, packed.bytes());
        latest = made;
        return made;
    }

    /** When the window ends that began at {@code from} and that {@code cap} counts in. */
    Instant end(Cap cap, long from) {
        return Instant.ofEpochSecond(calendar.at(cap.window(), from).until());
    }

    /** Its place among the windows of a payer, from 1; 0 for the window of the call, which has none. */
    static int place(Window window) {
        return switch (window) {
            case CALL -> 0;
            case MINUTE -> 1;
            case HOUR -> 2;
            case DAY -> 3;
            case WEEK -> 4;
            case MONTH -> 5;
            case RUN -> 6;
        };
    }
}
