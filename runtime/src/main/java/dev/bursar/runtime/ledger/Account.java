// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's windows. Caps belong to a caller, so the monitors of the callers on a call's stack are the only locks a reservation takes:
 * every method must be called while holding this one.
 *
 * <p>A window may be forgotten once it has been closed AND out of use for its retention, the second by a clock that nobody can set. If a
 * clock set back should still ask for a forgotten window, there is no honest answer, and the reservation is refused.
 */
final class Account {

    private static final Window[] CALENDAR = {Window.MINUTE, Window.HOUR, Window.DAY, Window.WEEK, Window.MONTH};

    static final long SHORT_RETENTION = Duration.ofDays(2).toSeconds();
    static final long LONG_RETENTION = Duration.ofDays(32).toSeconds();

    /** The calendar windows that one moment lies in, as {@link #CALENDAR}; shared by all holds of the same minute. */
    record Windows(long from, long until, List<Bucket> buckets) {}

    /** Closed holds in the order in which they closed, so that the oldest can be forgotten. */
    record Closed(Hold hold, long nanos) {}

    final ArrayDeque<Closed> closed = new ArrayDeque<>();

    final String caller;

    private final CalendarWindows calendar;
    private final LongSupplier nanos;
    private final List<Map<Long, Bucket>> byStart = new ArrayList<>();
    private final Map<String, Bucket> runs = new HashMap<>();

    /** By kind of window, the end of the latest one that was forgotten. */
    private final long[] forgotten = new long[CALENDAR.length];

    private @Nullable Windows current;
    private long coarseNanos;

    Account(String caller, CalendarWindows calendar, LongSupplier nanos) {
        this.caller = caller;
        this.calendar = calendar;
        this.nanos = nanos;
        this.coarseNanos = nanos.getAsLong();
        Arrays.fill(forgotten, Long.MIN_VALUE);
        for (int i = 0; i < CALENDAR.length; i++) {
            byStart.add(new HashMap<>());
        }
    }

    /**
     * The windows of one moment, made where they are new.
     *
     * @param live whether this is for a call of now; of a journal's entry, forgotten windows are made again
     * @return {@code null} if one of them is forgotten
     */
    @Nullable
    Windows windows(long second, boolean live) {
        Windows now = current;
        if (now != null && now.from <= second && second < now.until) {
            return now;
        }
        coarseNanos = nanos.getAsLong();
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        Bucket[] buckets = new Bucket[CALENDAR.length];
        boolean newHour = false;
        boolean partial = false;
        for (int i = 0; i < CALENDAR.length; i++) {
            CalendarWindows.Span span = calendar.at(CALENDAR[i], second);
            Bucket bucket = byStart.get(i).get(span.from());
            if (live && bucket != null && bucket.isPartial) {
                return null;
            }
            if (bucket == null) {
                boolean wasForgotten = span.until() <= forgotten[i];
                if (live && wasForgotten) {
                    return null;
                }
                bucket = Bucket.ofCalendar(span);
                bucket.isPartial = wasForgotten;
                byStart.get(i).put(span.from(), bucket);
                newHour |= CALENDAR[i] == Window.HOUR;
            }
            bucket.touched = coarseNanos;
            partial |= bucket.isPartial;
            buckets[i] = bucket;
            from = Math.max(from, span.from());
            until = Math.min(until, span.until());
        }
        if (live && newHour) {
            forget(second);
        }
        Windows made = new Windows(from, until, List.of(buckets));
        current = partial ? null : made;
        return made;
    }

    Bucket run(String id, long second) {
        Bucket bucket = runs.computeIfAbsent(id, any -> Bucket.ofRun());
        bucket.touched = coarseNanos;
        bucket.usedAt = Math.max(bucket.usedAt, second);
        return bucket;
    }

    /** Why {@code hold}, not counted yet, cannot be counted here; {@code null} if every cap has room for it. */
    @Nullable
    Reservation refusal(Hold hold, Hold.Part here, List<Cap> caps) {
        String currency = hold.currency;
        boolean anyMoney = false;
        boolean covered = false;
        for (Cap cap : caps) {
            if (cap instanceof Cap.OfMoney money) {
                anyMoney = true;
                covered |= money.limit().currency().equals(currency);
            }
        }
        if (currency != null && anyMoney && !covered) {
            return new Reservation.Uncovered(caller, currency);
        }
        for (Cap cap : caps) {
            if (exceeds(hold, here, cap)) {
                return new Reservation.Exhausted(balance(hold, here, cap, false));
            }
        }
        if (currency != null && overflows(hold, here, currency)) {
            return new Reservation.Unavailable(
                    "`" + new Money(hold.asked, currency) + "` with what is spent already is more than can be counted");
        }
        return null;
    }

    private static boolean exceeds(Hold hold, Hold.Part here, Cap cap) {
        Bucket bucket = here.bucket(cap.window());
        if (cap instanceof Cap.OfCalls calls) {
            long counted = bucket == null ? 0 : bucket.callsSpent + bucket.callsHeld;
            return counted >= calls.limit();
        }
        Money limit = ((Cap.OfMoney) cap).limit();
        if (!limit.currency().equals(hold.currency)) {
            return false;
        }
        long total = bucket == null ? 0 : bucket.total(limit.currency());
        return hold.charged > 0 && hold.charged > limit.micros() - total;
    }

    private static boolean overflows(Hold hold, Hold.Part here, String currency) {
        long room = Long.MAX_VALUE - hold.charged;
        for (Bucket bucket : here.windows().buckets()) {
            if (bucket.total(currency) >= room) {
                return true;
            }
        }
        return here.run().total(currency) >= room;
    }

    void addBalances(Hold hold, Hold.Part here, List<Cap> caps, List<Reservation.Balance> balances) {
        for (Cap cap : caps) {
            balances.add(balance(hold, here, cap, true));
        }
    }

    /** @param counted whether the hold is in the numbers; it matters for caps per call alone, which have no bucket */
    private Reservation.Balance balance(Hold hold, Hold.Part here, Cap cap, boolean counted) {
        Bucket bucket = here.bucket(cap.window());
        if (cap instanceof Cap.OfMoney money) {
            String currency = money.limit().currency();
            long limit = money.limit().micros();
            if (bucket != null) {
                return new Reservation.Balance(
                        caller, cap, bucket.spent(currency), bucket.held(currency), limit, bucket.resetsAt);
            }
            return ofCall(cap, hold, counted ? hold.chargedIn(currency) : 0, limit);
        }
        long limit = ((Cap.OfCalls) cap).limit();
        return bucket != null
                ? new Reservation.Balance(caller, cap, bucket.callsSpent, bucket.callsHeld, limit, bucket.resetsAt)
                : ofCall(cap, hold, counted ? 1 : 0, limit);
    }

    private Reservation.Balance ofCall(Cap cap, Hold hold, long own, long limit) {
        boolean held = hold.state == HoldState.HELD;
        return new Reservation.Balance(caller, cap, held ? 0 : own, held ? own : 0, limit, null);
    }

    /** Where the caps of calendar time stand; a window that nothing has counted in is not made for it. */
    void addStanding(Instant at, List<Cap> caps, List<Reservation.Balance> balances) {
        for (Cap cap : caps) {
            if (!cap.window().isCalendar()) {
                continue;
            }
            CalendarWindows.Span span = calendar.at(cap.window(), at.getEpochSecond());
            Bucket known = byStart.get(cap.window().ordinal() - Window.MINUTE.ordinal())
                    .get(span.from());
            Bucket bucket = known == null ? Bucket.ofCalendar(span) : known;
            balances.add(
                    cap instanceof Cap.OfMoney money
                            ? new Reservation.Balance(
                                    caller,
                                    cap,
                                    bucket.spent(money.limit().currency()),
                                    bucket.held(money.limit().currency()),
                                    money.limit().micros(),
                                    bucket.resetsAt)
                            : new Reservation.Balance(
                                    caller,
                                    cap,
                                    bucket.callsSpent,
                                    bucket.callsHeld,
                                    ((Cap.OfCalls) cap).limit(),
                                    bucket.resetsAt));
        }
    }

    /**
     * Forgets what a journal that has come to {@code second} makes too old to matter. Of a window that is asked for again afterwards it is
     * known that it was forgotten, so that a clock set back does not refill it.
     */
    void prune(long second, int closedHolds, Consumer<Hold> forgetHold) {
        for (int i = 0; i < CALENDAR.length; i++) {
            long until = second - retention(i);
            Iterator<Bucket> all = byStart.get(i).values().iterator();
            while (all.hasNext()) {
                Bucket bucket = all.next();
                if (bucket.until <= until) {
                    forgotten[i] = Math.max(forgotten[i], bucket.until);
                    all.remove();
                }
            }
        }
        runs.values().removeIf(run -> run.open == 0 && run.usedAt <= second - LONG_RETENTION);
        current = null;
        for (Closed oldest = closed.peek(); oldest != null; oldest = closed.peek()) {
            if (closed.size() <= closedHolds && oldest.hold.at > second - LONG_RETENTION) {
                return;
            }
            closed.remove();
            oldest.hold.queued = false;
            forgetHold.accept(oldest.hold);
        }
    }

    private static long retention(int kind) {
        return CALENDAR[kind].compareTo(Window.HOUR) <= 0 ? SHORT_RETENTION : LONG_RETENTION;
    }

    /** By kind of window, the remembered ones by their first second. */
    List<Map<Long, Bucket>> byStart() {
        return byStart;
    }

    Map<String, Bucket> runs() {
        return runs;
    }

    long[] forgotten() {
        return forgotten;
    }

    /** Whether the calendar of this zone has such a window: its rules may have changed since that was put down. */
    boolean isInPlace(int kind, long from, long until) {
        CalendarWindows.Span span = calendar.at(CALENDAR[kind], from);
        return span.from() == from && span.until() == until;
    }

    private void forget(long second) {
        for (int i = 0; i < CALENDAR.length; i++) {
            long retention = retention(i);
            Iterator<Bucket> all = byStart.get(i).values().iterator();
            while (all.hasNext()) {
                Bucket bucket = all.next();
                if (bucket.until <= second - retention && idle(bucket) >= retention) {
                    forgotten[i] = Math.max(forgotten[i], bucket.until);
                    all.remove();
                }
            }
        }
        runs.values().removeIf(run -> run.open == 0 && idle(run) >= LONG_RETENTION);
    }

    private long idle(Bucket bucket) {
        return Duration.ofNanos(coarseNanos - bucket.touched).toSeconds();
    }

    /** For tests: how many windows are remembered. */
    int size() {
        int size = runs.size();
        for (Map<Long, Bucket> kind : byStart) {
            size += kind.size();
        }
        return size;
    }
}
