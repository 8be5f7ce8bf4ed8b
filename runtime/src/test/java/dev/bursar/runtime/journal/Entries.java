// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Entries for tests. */
final class Entries {

    static final Instant NOON = Instant.parse("2026-11-02T12:00:00.123456Z");

    private Entries() {}

    static Entry numbered(int n) {
        return new Entry(
                NOON.plusMillis(n),
                Kind.ADMITTED,
                "call-" + n,
                "billing",
                "run-" + n / 10,
                1,
                "com.acme.Tool#charge:31",
                "stripe",
                "POST /v1/charges",
                "allowed",
                "bursar.yaml:12",
                null,
                new Money(29_990_000, "usd"),
                "key-" + n,
                "b0d1",
                null,
                null,
                null,
                "200.00 USD per day",
                0L,
                29_990_000L,
                200_000_000L,
                "p01",
                1_500,
                1);
    }

    static Entry refused(String caller, String reason, Instant time) {
        return new Entry(
                time,
                Kind.REFUSED,
                "c",
                caller,
                "run",
                1,
                "com.acme.Tool#charge:31",
                "stripe",
                "POST /v1/charges",
                "refused",
                "bursar.yaml:12",
                reason,
                null,
                null,
                null,
                429,
                null,
                null,
                null,
                null,
                null,
                null,
                "p01",
                900,
                1);
    }

    /** Any entry that can be: each optional field there or not, texts up to the longest in all widths of UTF-8. */
    static Entry random(Random random) {
        return new Entry(
                Instant.EPOCH.plus(random.nextLong() >> 12, ChronoUnit.MICROS),
                Kind.values()[random.nextInt(Kind.values().length)],
                text(random),
                text(random),
                text(random),
                random.nextInt(),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                random.nextBoolean() ? new Money(random.nextLong(), random.nextBoolean() ? "usd" : "jpy") : null,
                text(random),
                text(random),
                random.nextBoolean() ? (Integer) random.nextInt() : null,
                text(random),
                text(random),
                text(random),
                random.nextBoolean() ? (Long) random.nextLong() : null,
                random.nextBoolean() ? (Long) random.nextLong() : null,
                random.nextBoolean() ? (Long) random.nextLong() : null,
                text(random),
                random.nextLong(),
                random.nextInt());
    }

    private static @Nullable String text(Random random) {
        int length = switch (random.nextInt(6)) {
            case 0 -> -1;
            case 1 -> 0;
            case 2 -> Canonical.LONGEST_TEXT;
            default -> random.nextInt(80);
        };
        if (length < 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int point = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x80);
                case 1 -> 0x80 + random.nextInt(0x700);
                case 2 -> 0x4E00 + random.nextInt(0x1000);
                default -> 0x1F300 + random.nextInt(0x200);
            };
            if (text.length() + Character.charCount(point) <= length) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
