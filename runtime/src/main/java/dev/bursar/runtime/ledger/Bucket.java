// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one caller has held and spent in one window: calls, and money by currency. These are the numbers that decide, and the numbers that
 * balances show. Guarded by the caller's {@link Account}.
 */
final class Bucket {

    /** First second after the window; of a run, the end of time. */
    final long until;

    final @Nullable Instant resetsAt;

    long callsSpent;
    long callsHeld;

    /** Holds in it that await an outcome: held or unknown. */
    int open;

    /** {@link System#nanoTime()} when it was last in use, to the minute. */
    long touched;

    /** Of a run, the latest time of a call in it that was asked for, in seconds since the epoch. */
    long usedAt = Long.MIN_VALUE;

    /** Made again after it had been forgotten, so that it does not know all that was spent in it: no call of now may count here. */
    boolean isPartial;

    private @Nullable Sum sums;

    private Bucket(long until, @Nullable Instant resetsAt) {
        this.until = until;
        this.resetsAt = resetsAt;
    }

    static Bucket ofCalendar(CalendarWindows.Span span) {
        return new Bucket(span.until(), Instant.ofEpochSecond(span.until()));
    }

    static Bucket ofRun() {
        return new Bucket(Long.MAX_VALUE, null);
    }

    /** One that was put down before, whose sums follow. */
    static Bucket of(long until, boolean isRun) {
        return new Bucket(until, isRun ? null : Instant.ofEpochSecond(until));
    }

    /** Hands on what there is of each currency, in the order in which {@link #addSum} must be told of it. */
    void forEachSum(Sums each) throws IOException {
        List<Sum> all = new ArrayList<>();
        for (Sum sum = sums; sum != null; sum = sum.next) {
            all.add(0, sum);
        }
        for (Sum sum : all) {
            each.take(sum.currency, sum.spent, sum.held);
        }
    }

    int countOfSums() {
        int count = 0;
        for (Sum sum = sums; sum != null; sum = sum.next) {
            count++;
        }
        return count;
    }

    void addSum(String currency, long spent, long held) {
        Sum sum = new Sum(currency, sums);
        sum.spent = spent;
        sum.held = held;
        sums = sum;
    }

    /** Takes the sums of one currency. */
    interface Sums {
        void take(String currency, long spent, long held) throws IOException;
    }

    /** Money of one currency; a caller has one or two, so a list is searched faster than a map. */
    private static final class Sum {
        final String currency;
        final @Nullable Sum next;
        long spent;
        long held;

        Sum(String currency, @Nullable Sum next) {
            this.currency = currency;
            this.next = next;
        }
    }

    long spent(String currency) {
        Sum sum = find(currency);
        return sum == null ? 0 : sum.spent;
    }

    long held(String currency) {
        Sum sum = find(currency);
        return sum == null ? 0 : sum.held;
    }

    /** Held and spent together, or the largest number if there is none so large. */
    long total(String currency) {
        Sum sum = find(currency);
        return sum == null ? 0 : add(sum.spent, sum.held);
    }

    /** Takes {@code hold} in, in its present state. */
    void count(Hold hold) {
        apply(hold, 1);
    }

    /** Takes {@code hold}, which was counted in its present state, out again. */
    void uncount(Hold hold) {
        apply(hold, -1);
    }

    private void apply(Hold hold, int sign) {
        HoldState state = hold.state;
        if (state == HoldState.RELEASED) {
            return;
        }
        boolean held = state == HoldState.HELD;
        if (held) {
            callsHeld += sign;
        } else {
            callsSpent += sign;
        }
        if (state != HoldState.SETTLED) {
            open += sign;
        }
        if (hold.currency != null) {
            money(hold.currency, sign * hold.charged, held);
        }
        if (hold.otherCurrency != null) {
            money(hold.otherCurrency, sign * hold.otherCharged, held);
        }
    }

    private void money(String currency, long change, boolean isHeld) {
        Sum sum = find(currency);
        if (sum == null) {
            sum = new Sum(currency, sums);
            sums = sum;
        }
        if (isHeld) {
            sum.held = add(sum.held, change);
        } else {
            sum.spent = add(sum.spent, change);
        }
    }

    /** A sum that has once left the range of numbers stays there: it must not come back as a small one. */
    private static long add(long sum, long change) {
        if (sum == Long.MAX_VALUE || change > Long.MAX_VALUE - sum) {
            return Long.MAX_VALUE;
        }
        return sum + change;
    }

    private @Nullable Sum find(String currency) {
        for (Sum sum = sums; sum != null; sum = sum.next) {
            if (sum.currency.equals(currency)) {
                return sum;
            }
        }
        return null;
    }
}
