// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Where calendar windows begin and end in one time zone. The windows of each kind cover all time without gap or overlap, whatever the
 * zone's clocks did: days of 23 or 25 hours, a day that was left out, an hour that came twice (two windows), a change in the middle of an
 * hour (a window on either side of it).
 */
public final class CalendarWindows {

    /** Seconds since the epoch; {@code until} is the first second after it. */
    record Span(long from, long until) {}

    private final ZoneId zone;
    private final ZoneRules rules;

    private volatile @Nullable Era latest;

    /** A time in which the zone's clocks are never changed; {@code until} is the first second after it. */
    private record Era(long from, long until, long shift) {}

    public CalendarWindows(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    /**
     * The first moment after the window that {@code at} lies in.
     *
     * @param window one of calendar time
     * @throws java.time.DateTimeException if the time lies beyond what a calendar can say
     */
    public Instant end(Window window, Instant at) {
        return Instant.ofEpochSecond(at(window, at.getEpochSecond()).until());
    }

    /** @throws java.time.DateTimeException if the time lies beyond what a calendar can say */
    Span at(Window window, long second) {
        return switch (window) {
            case MINUTE -> clock(second, 60);
            case HOUR -> clock(second, 3600);
            case DAY, WEEK, MONTH -> dates(window, second);
            case CALL, RUN -> throw new IllegalArgumentException(window.word() + " is not calendar time");
        };
    }

    private Span clock(long second, int length) {
        Era now = era(second);
        long from = Math.floorDiv(second + now.shift, (long) length) * length - now.shift;
        return new Span(Math.max(from, now.from), Math.min(from + length, now.until));
    }

    /** Looking up the zone's changes takes longer than everything else here, and most moments lie between the same two. */
    private Era era(long second) {
        Era known = latest;
        if (known != null && known.from <= second && second < known.until) {
            return known;
        }
        Instant at = Instant.ofEpochSecond(second);
        ZoneOffsetTransition before = rules.isFixedOffset() ? null : rules.previousTransition(at.plusSeconds(1));
        ZoneOffsetTransition after = rules.isFixedOffset() ? null : rules.nextTransition(at);
        Era found = new Era(
                before == null ? Long.MIN_VALUE : before.toEpochSecond(),
                after == null ? Long.MAX_VALUE : after.toEpochSecond(),
                rules.getOffset(at).getTotalSeconds());
        latest = found;
        return found;
    }

    private Span dates(Window window, long second) {
        LocalDate first =
                first(window, Instant.ofEpochSecond(second).atZone(zone).toLocalDate());
        // Clocks set back across midnight show a date again whose window has ended: the window is the one last begun.
        if (second < start(first)) {
            first = first(window, first.minusDays(1));
        } else if (second >= start(next(window, first))) {
            first = next(window, first);
        }
        return new Span(start(first), start(next(window, first)));
    }

    private long start(LocalDate date) {
        return date.atStartOfDay(zone).toEpochSecond();
    }

    private static LocalDate first(Window window, LocalDate date) {
        return switch (window) {
            case WEEK -> date.minusDays(date.getDayOfWeek().getValue() - (long) DayOfWeek.MONDAY.getValue());
            case MONTH -> date.withDayOfMonth(1);
            default -> date;
        };
    }

    private static LocalDate next(Window window, LocalDate first) {
        return switch (window) {
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            default -> first.plusDays(1);
        };
    }
}
