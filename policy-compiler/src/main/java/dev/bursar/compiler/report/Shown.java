// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as a person reads them; the same everywhere, whatever the machine's language. */
final class Shown {

    /** A journal's texts are from requests; a page of them has to stay a page. */
    private static final int LONGEST_TEXT = 240;

    private static final DateTimeFormatter TO_SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TO_MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TO_DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);

    private Shown() {}

    static String money(long micros, String currency) {
        return grouped(Money.decimal(micros, currency)) + " " + currency.toUpperCase(Locale.ROOT);
    }

    static String money(Map<String, Long> byCurrency) {
        return byCurrency.entrySet().stream()
                .map(each -> money(each.getValue(), each.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** Of a currency's millionths or of calls. */
    static String amount(long number, String unit) {
        return unit.equals(Spending.CALLS) ? calls(number) : money(number, unit);
    }

    static String calls(long number) {
        return number(number) + (number == 1 ? " call" : " calls");
    }

    static String number(long number) {
        return grouped(Long.toString(number));
    }

    private static String grouped(String decimal) {
        int point = decimal.indexOf('.');
        StringBuilder text = new StringBuilder(decimal);
        int least = decimal.startsWith("-") ? 1 : 0;
        for (int at = (point < 0 ? decimal.length() : point) - 3; at > least; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    static String time(Instant time, ZoneId zone) {
        return TO_SECOND.format(time.atZone(zone));
    }

    /** When a stretch of time began. */
    static String start(long second, Span span, ZoneId zone) {
        boolean isClock = span == Span.MINUTE || span == Span.HOUR;
        return (isClock ? TO_MINUTE : TO_DAY)
                .format(Instant.ofEpochSecond(second).atZone(zone));
    }

    /** Without anything that would change how the text beside it reads; {@code null} for an absent one. */
    static @Nullable String text(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder shown = new StringBuilder();
        int length = 0;
        for (int point : text.codePoints().limit(LONGEST_TEXT + 1L).toArray()) {
            if (++length > LONGEST_TEXT) {
                return shown.append('\u2026').toString();
            }
            int type = Character.getType(point);
            boolean obeyed = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            shown.appendCodePoint(obeyed ? '?' : point);
        }
        return shown.toString();
    }
}
