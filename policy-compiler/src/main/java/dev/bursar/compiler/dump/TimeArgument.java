// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment as a person writes it: an instant, a local date or date and time, or how long ago. */
public final class TimeArgument {

    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhdw])");

    private TimeArgument() {}

    /**
     * @param text {@code 2026-11-02T12:00:00Z}, {@code 2026-11-02T12:00}, {@code 2026-11-02} or {@code 15m}
     * @param end whether a date means the end of its day
     * @throws IllegalArgumentException if it is none of these; the message says what would be right
     */
    public static Instant parse(String text, Instant now, ZoneId zone, boolean end) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        case "d" -> Duration.ofDays(number);
                        default -> Duration.ofDays(7 * number);
                    });
        }
        try {
            if (text.indexOf('T') < 0) {
                LocalDate date = LocalDate.parse(text);
                return (end ? date.plusDays(1) : date).atStartOfDay(zone).toInstant();
            }
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "`" + text
                            + "` is not a time: write `2026-11-02T12:00:00Z`, `2026-11-02T12:00`, `2026-11-02` or `15m` (ago; also s, h, d, w)",
                    e);
        }
    }
}
