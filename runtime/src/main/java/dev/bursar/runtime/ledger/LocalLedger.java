// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Money;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one process, in memory; after a restart it is rebuilt from the journal by {@link #restore}. Thread-safe.
 *
 * <p>Its zone is its own for life, because every bucket is a window of that zone: a policy that changes its time zone needs a new ledger,
 * restored from the journal.
 *
 * <p>What it remembers is bounded. Open holds are kept for ever. Settled and released ones are kept for 32 days, and of each caller at most
 * {@code closedHolds}: a retry under a key forgotten earlier counts a second time, which is too much and never too little. Minutes and hours
 * are kept for two days, longer windows and runs for 32 after their last use. While restoring nothing is forgotten.
 */
public final class LocalLedger implements Ledger {

    /** About 20 MB for a caller that reaches it. */
    private static final int CLOSED_HOLDS = 65_536;

    private static final long CLOSED_NANOS =
            Duration.ofSeconds(Account.LONG_RETENTION).toNanos();

    private final CalendarWindows calendar;
    private final int closedHolds;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Hold> holds = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /** @param zone in which calendar windows begin */
    public LocalLedger(ZoneId zone) {
        this(zone, CLOSED_HOLDS, System::nanoTime);
    }

    LocalLedger(ZoneId zone, int closedHolds, LongSupplier nanos) {
        this.calendar = new CalendarWindows(zone);
        this.closedHolds = closedHolds;
        this.nanos = nanos;
    }

    @Override
    public Reservation reserve(HoldRequest request) {
        if (isClosed) {
            return new Reservation.Unavailable("the ledger is closed");
        }
        Account account = account(request.caller());
        synchronized (account) {
            Hold known = holds.get(request.key());
            if (known != null && known.account != account) {
                return new Reservation.Mismatch("the key already stands for a call of another caller");
            }
            if (known != null && known.state != HoldState.RELEASED) {
                String why = known.mismatch(request.amount());
                return why != null
                        ? new Reservation.Mismatch(why)
                        : new Reservation.Held(false, account.balances(known, request.caps()));
            }
            return holdAnew(request, account, known);
        }
    }

    private Reservation holdAnew(HoldRequest request, Account account, @Nullable Hold released) {
        Account.Windows windows;
        try {
            windows = account.windows(request.at().getEpochSecond(), true);
        } catch (DateTimeException | ArithmeticException e) {
            return new Reservation.Unavailable("the clock says `" + request.at() + "`, which no calendar has");
        }
        if (windows == null) {
            return new Reservation.Unavailable("the clock says `" + request.at()
                    + "`, in a window that was closed and left long ago: set it right, or restart");
        }
        Hold hold = new Hold(request, account, windows, account.run(request.run()), HoldState.HELD);
        Reservation refusal = account.refusal(hold, request.caps());
        if (refusal != null) {
            return refusal;
        }
        if (released != null) {
            holds.put(hold.key, hold);
        } else if (holds.putIfAbsent(hold.key, hold) != null) {
            // Only another caller can have come in between: calls of this one wait for the account.
            return new Reservation.Mismatch("the key already stands for a call of another caller");
        }
        account.count(hold);
        forgetClosed(account);
        return new Reservation.Held(true, account.balances(hold, request.caps()));
    }

    @Override
    public void settle(String key, @Nullable Money moved) {
        with(key, hold -> settle(hold, moved));
    }

    @Override
    public void release(String key) {
        with(key, this::release);
    }

    @Override
    public void unknown(String key) {
        with(key, this::unknown);
    }

    private void settle(Hold hold, @Nullable Money moved) {
        hold.account.uncount(hold);
        hold.settled(moved);
        hold.account.count(hold);
        close(hold);
    }

    private void release(Hold hold) {
        if (hold.state != HoldState.SETTLED) {
            move(hold, HoldState.RELEASED);
            close(hold);
        }
    }

    private void unknown(Hold hold) {
        if (hold.state != HoldState.SETTLED) {
            move(hold, HoldState.UNKNOWN);
        }
    }

    private static void move(Hold hold, HoldState state) {
        hold.account.uncount(hold);
        hold.state = state;
        hold.account.count(hold);
    }

    @Override
    public void restore(HoldRequest request, HoldState state, @Nullable Money moved) {
        Account account = account(request.caller());
        synchronized (account) {
            Hold known = holds.get(request.key());
            Hold hold = known == null
                            || known.account != account
                            || (state == HoldState.HELD && known.state == HoldState.RELEASED)
                    ? takeUp(request, account)
                    : known;
            switch (state) {
                case HELD -> grow(hold, request.amount());
                case SETTLED -> settle(hold, moved);
                case RELEASED -> release(hold);
                case UNKNOWN -> unknown(hold);
            }
        }
    }

    private Hold takeUp(HoldRequest request, Account account) {
        Account.Windows windows = account.windows(request.at().getEpochSecond(), false);
        if (windows == null) {
            throw new IllegalStateException("an entry of the journal has windows at any time");
        }
        Hold hold = new Hold(request, account, windows, account.run(request.run()), HoldState.HELD);
        holds.put(request.key(), hold);
        account.count(hold);
        return hold;
    }

    /** A journal that has more under one key than was reserved first is believed: no cap is asked here, and too much is safe. */
    private static void grow(Hold hold, @Nullable Money amount) {
        if (hold.state != HoldState.SETTLED
                && amount != null
                && amount.currency().equals(hold.currency)
                && amount.micros() > hold.asked) {
            hold.account.uncount(hold);
            hold.asked = amount.micros();
            hold.charged = hold.asked;
            hold.account.count(hold);
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private Account account(String caller) {
        Account known = accounts.get(caller);
        return known != null ? known : accounts.computeIfAbsent(caller, any -> new Account(calendar, nanos));
    }

    private void with(String key, Consumer<Hold> action) {
        while (true) {
            Hold found = holds.get(key);
            if (found == null) {
                return;
            }
            synchronized (found.account) {
                // A released key may have been held anew while this waited.
                Hold hold = holds.get(key);
                if (hold == null) {
                    return;
                }
                if (hold.account == found.account) {
                    action.accept(hold);
                    return;
                }
            }
        }
    }

    private void close(Hold hold) {
        if (!hold.queued) {
            hold.queued = true;
            hold.account.closed.add(new Account.Closed(hold, nanos.getAsLong()));
        }
    }

    private void forgetClosed(Account account) {
        for (Account.Closed oldest = account.closed.peek(); oldest != null; oldest = account.closed.peek()) {
            boolean tooMany = account.closed.size() > closedHolds;
            if (!tooMany && nanos.getAsLong() - oldest.nanos() < CLOSED_NANOS) {
                return;
            }
            account.closed.remove();
            Hold hold = oldest.hold();
            hold.queued = false;
            if (hold.state == HoldState.SETTLED || hold.state == HoldState.RELEASED) {
                holds.remove(hold.key, hold);
            }
        }
    }

    /** For tests: how many holds and windows are remembered. */
    int size() {
        int size = holds.size();
        for (Account account : accounts.values()) {
            synchronized (account) {
                size += account.size();
            }
        }
        return size;
    }
}
