// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Stretches of calendar time, from short to long. */
enum Span {
    MINUTE(60),
    HOUR(3_600),
    DAY(86_400),
    WEEK(7 * 86_400),
    MONTH(30 * 86_400),
    YEAR(365 * 86_400);

    private final long seconds;

    Span(long seconds) {
        this.seconds = seconds;
    }

    /** @param window one of calendar time */
    static Span of(Window window) {
        return valueOf(window.name());
    }

    /** About how long it is. */
    long seconds() {
        return seconds;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** When the stretch began that {@code second} lies in; both in seconds since the epoch. */
    long floor(long second, ZoneId zone) {
        if (this == MINUTE || this == HOUR) {
            long shift =
                    zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
            return Math.floorDiv(second + shift, seconds) * seconds - shift;
        }
        return start(first(Instant.ofEpochSecond(second).atZone(zone).toLocalDate()), zone);
    }

    /** When the stretch ends that began at {@code start}. */
    long next(long start, ZoneId zone) {
        if (this == MINUTE || this == HOUR) {
            return start + seconds;
        }
        LocalDate date = Instant.ofEpochSecond(start).atZone(zone).toLocalDate();
        return start(
                switch (this) {
                    case WEEK -> date.plusWeeks(1);
                    case MONTH -> date.plusMonths(1);
                    case YEAR -> date.plusYears(1);
                    default -> date.plusDays(1);
                },
                zone);
    }

    private LocalDate first(LocalDate date) {
        return switch (this) {
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1);
            case YEAR -> date.withDayOfYear(1);
            default -> date;
        };
    }

    private static long start(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toEpochSecond();
    }
}
