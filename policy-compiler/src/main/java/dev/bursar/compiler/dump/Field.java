// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Recorded;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record as the outside sees them, in order. The names are fixed: scripts and dashboards lean on them. A value is a
 * {@link String}, a {@link Long}, or {@code null} where the record says nothing.
 */
public enum Field {
    SEQ(Recorded::sequence),
    /** UTC, always to the microsecond, so that it sorts as text. */
    TIME(recorded -> time(recorded.entry().time())),
    KIND(recorded -> recorded.entry().kind().word()),
    CALLER(recorded -> recorded.entry().caller()),
    RUN(recorded -> recorded.entry().run()),
    ATTEMPT(recorded -> positive(recorded.entry().attempt())),
    SITE(recorded -> recorded.entry().site()),
    VENDOR(recorded -> recorded.entry().vendor()),
    OPERATION(recorded -> recorded.entry().operation()),
    DECISION(recorded -> recorded.entry().decision()),
    RULE(recorded -> recorded.entry().rule()),
    REASON(recorded -> recorded.entry().reason()),
    AMOUNT(recorded -> amount(recorded.entry())),
    CURRENCY(recorded -> currency(recorded.entry())),
    KEY(recorded -> recorded.entry().key()),
    STATUS(recorded -> whole(recorded.entry().status())),
    REQUEST_ID(recorded -> recorded.entry().requestId()),
    OBJECT_ID(recorded -> recorded.entry().objectId()),
    /** Of a cap of money a decimal in the unit of the cap's currency; of a cap of calls a whole number. Text in both cases. */
    SPENT(recorded -> balance(recorded.entry(), recorded.entry().spent())),
    HELD(recorded -> balance(recorded.entry(), recorded.entry().held())),
    LIMIT(recorded -> balance(recorded.entry(), recorded.entry().limit())),
    POLICY(recorded -> recorded.entry().policy()),
    LATENCY_US(recorded -> positive(recorded.entry().latencyNanos() / 1_000)),
    /** How many equal facts the record stands for; absent for one. */
    COUNT(recorded -> recorded.entry().count() == 1
            ? null
            : (Long) (long) recorded.entry().count()),
    /** The callers around the caller, the nearest first, as {@code caller:run} with a space between. */
    OUTER(recorded -> outer(recorded.entry().outer())),
    /** Whose cap {@code spent}, {@code held} and {@code limit} are of, where it is not the caller's. */
    CAP_CALLER(recorded -> recorded.entry().capCaller()),
    TRACE(recorded -> recorded.entry().trace()),
    SPAN(recorded -> recorded.entry().span()),
    REFERENCE(recorded -> recorded.entry().reference()),
    NEAR(recorded -> recorded.entry().near()),
    /** As the application gave them: {@code name=value} with a space between. */
    LABELS(recorded -> recorded.entry().labels()),
    SUBJECT(recorded -> recorded.entry().subject());

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A cap of money as a policy writes it: {@code 200.00 USD per day}. */
    private static final Pattern MONEY_CAP = Pattern.compile("[0-9.]+ ([A-Za-z]{3}) per .*");

    private final String word;
    private final Function<Recorded, @Nullable Object> value;

    Field(Function<Recorded, @Nullable Object> value) {
        this.word = name().toLowerCase(Locale.ROOT);
        this.value = value;
    }

    public String word() {
        return word;
    }

    @Nullable
    Object of(Recorded recorded) {
        return value.apply(recorded);
    }

    private static String time(Instant time) {
        return MICROSECONDS.format(time);
    }

    private static @Nullable Object outer(List<Entry.Outer> outer) {
        return outer.isEmpty()
                ? null
                : outer.stream().map(each -> each.caller() + ":" + each.run()).collect(Collectors.joining(" "));
    }

    private static @Nullable Object positive(long number) {
        return number > 0 ? (Long) number : null;
    }

    private static @Nullable Object whole(@Nullable Integer number) {
        return number == null ? null : (Long) number.longValue();
    }

    private static @Nullable Object amount(Entry entry) {
        Money amount = entry.amount();
        return amount == null ? null : amount.decimal();
    }

    private static @Nullable Object currency(Entry entry) {
        Money amount = entry.amount();
        return amount == null ? null : amount.currency();
    }

    static @Nullable String balance(Entry entry, @Nullable Long number) {
        if (number == null) {
            return null;
        }
        String cap = entry.cap();
        Matcher money = MONEY_CAP.matcher(cap == null ? "" : cap);
        return money.matches() ? Money.decimal(number, money.group(1).toLowerCase(Locale.ROOT)) : Long.toString(number);
    }
}
