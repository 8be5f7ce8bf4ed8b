// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
     * @param spans by kind of window
     * @param mark as scripts take them: the first second of each, and when each may be forgotten, with spaces between
     * @param oldest when the first of them may be forgotten
     */
    record Moment(long from, long until, List<CalendarWindows.Span> spans, String mark, long oldest) {

        /** When the window that a cap counts in ends; {@code null} if it is not of calendar time. */
        @Nullable
        Instant end(Cap cap) {
            int place = place(cap.window());
            return place == 0 || place == 6
                    ? null
                    : Instant.ofEpochSecond(spans.get(place - 1).until());
        }
    }

    /** @throws java.time.DateTimeException if the time lies beyond what a calendar can say */
    Moment at(long second) {
        Moment known = latest;
        if (known != null && known.from <= second && second < known.until) {
            return known;
        }
        List<CalendarWindows.Span> spans = new ArrayList<>(CALENDAR.length);
        StringBuilder begins = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < CALENDAR.length; i++) {
            CalendarWindows.Span span = calendar.at(CALENDAR[i], second);
            spans.add(span);
            begins.append(span.from()).append(' ');
            ends.append(' ').append(span.until() + KEPT[i]);
            from = Math.max(from, span.from());
            until = Math.min(until, span.until());
            oldest = Math.min(oldest, span.until() + KEPT[i]);
        }
        Moment made =
                new Moment(from, until, List.copyOf(spans), begins.toString().trim() + ends, oldest);
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
