// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Entries for tests. */
final class Entries {

    static final Instant NOON = Instant.parse("2026-11-02T12:00:00.123456Z");

    private Entries() {}

    static Entry numbered(int n) {
        return Entry.at(NOON.plusMillis(n), Kind.ADMITTED)
                .call("call-" + n)
                .caller("billing")
                .run("run-" + n / 10)
                .attempt(1)
                .site("com.acme.Tool#charge:31")
                .vendor("stripe")
                .operation("POST /v1/charges")
                .decision("allowed")
                .rule("bursar.yaml:12")
                .amount(new Money(29_990_000, "usd"))
                .key("key-" + n)
                .bodyHash("b0d1")
                .balance("200.00 USD per day", null, 0L, 29_990_000L, 200_000_000L)
                .policy("p01")
                .latencyNanos(1_500)
                .build();
    }

    static Entry refused(String caller, String reason, Instant time) {
        return Entry.at(time, Kind.REFUSED)
                .call("c")
                .caller(caller)
                .run("run")
                .attempt(1)
                .site("com.acme.Tool#charge:31")
                .vendor("stripe")
                .operation("POST /v1/charges")
                .decision("refused")
                .rule("bursar.yaml:12")
                .reason(reason)
                .status(429)
                .policy("p01")
                .latencyNanos(900)
                .build();
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
                random.nextInt(),
                outer(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                random.nextBoolean() ? "c2VhbGVk".repeat(random.nextInt(Entry.LONGEST_SEALED / 8)) : null);
    }

    private static List<Entry.Outer> outer(Random random) {
        List<Entry.Outer> outer = new ArrayList<>();
        int size = random.nextInt(10) == 0 ? Entry.MOST_OUTER : random.nextInt(3);
        for (int i = 0; i < size; i++) {
            outer.add(new Entry.Outer(
                    Objects.requireNonNullElse(text(random), ""), Objects.requireNonNullElse(text(random), "run")));
        }
        return outer;
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
