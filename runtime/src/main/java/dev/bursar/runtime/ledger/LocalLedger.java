// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Money;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one process, in memory; after a restart it is rebuilt from the journal by {@link #restore}. Thread-safe.
 *
 * <p>Its zone is its own for life, because every bucket is a window of that zone: a policy that changes its time zone needs a new ledger,
 * restored from the journal.
 *
 * <p>What it remembers is bounded. Open holds are kept for ever. Settled and released ones are kept for 32 days, and of each caller at most
 * {@code closedHolds}: a retry under a key forgotten earlier counts a second time, which is too much and never too little. Minutes and hours
 * are kept for two days, longer windows and runs for 32 after their last use. While restoring nothing is forgotten but by {@link #prune}.
 */
public final class LocalLedger implements Ledger {

    /** About 20 MB for a caller that reaches it. */
    private static final int CLOSED_HOLDS = 65_536;

    private static final long CLOSED_NANOS =
            Duration.ofSeconds(Account.LONG_RETENTION).toNanos();

    private static final Comparator<Account> BY_NAME = Comparator.comparing(account -> account.caller);

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
        List<Account> payers = payers(request);
        Account[] locks = inOrder(payers);
        return holding(locks, 0, () -> {
            Hold known = holds.get(request.key());
            if (known != null && known.owner() != payers.get(0)) {
                return new Reservation.Mismatch("the key already stands for a call of another caller");
            }
            if (known != null && known.state != HoldState.RELEASED) {
                String why = known.mismatch(request.amount());
                return why != null ? new Reservation.Mismatch(why) : held(false, known, request, payers);
            }
            return holdAnew(request, payers, locks, known);
        });
    }

    private Reservation holdAnew(HoldRequest request, List<Account> payers, Account[] locks, @Nullable Hold released) {
        List<Hold.Part> parts;
        try {
            parts = parts(request, payers, true);
        } catch (DateTimeException | ArithmeticException e) {
            return new Reservation.Unavailable("the clock says `" + request.at() + "`, which no calendar has");
        }
        if (parts == null) {
            return new Reservation.Unavailable("the clock says `" + request.at()
                    + "`, in a window that was closed and left long ago: set it right");
        }
        Hold hold = new Hold(request, parts, locks, HoldState.HELD);
        for (int i = 0; i < payers.size(); i++) {
            Reservation refusal = payers.get(i)
                    .refusal(hold, parts.get(i), request.payers().get(i).caps());
            if (refusal != null) {
                return refusal;
            }
        }
        if (released != null) {
            holds.put(hold.key, hold);
        } else if (holds.putIfAbsent(hold.key, hold) != null) {
            // Only another caller can have come in between: calls of this one wait for the account.
            return new Reservation.Mismatch("the key already stands for a call of another caller");
        }
        hold.count();
        forgetClosed(hold.owner());
        return held(true, hold, request, payers);
    }

    private static Reservation.Held held(boolean fresh, Hold hold, HoldRequest request, List<Account> payers) {
        List<Reservation.Balance> balances = new ArrayList<>();
        for (int i = 0; i < payers.size(); i++) {
            Hold.Part part = hold.part(payers.get(i));
            if (part != null) {
                payers.get(i).addBalances(hold, part, request.payers().get(i).caps(), balances);
            }
        }
        return new Reservation.Held(fresh, List.copyOf(balances), Instant.ofEpochSecond(hold.at));
    }

    /** @return {@code null} if one of its windows is forgotten */
    private static @Nullable List<Hold.Part> parts(HoldRequest request, List<Account> payers, boolean live) {
        long second = request.at().getEpochSecond();
        List<Hold.Part> parts = new ArrayList<>(payers.size());
        for (int i = 0; i < payers.size(); i++) {
            Account account = payers.get(i);
            Account.Windows windows = account.windows(second, live);
            if (windows == null) {
                return null;
            }
            parts.add(new Hold.Part(
                    account,
                    windows,
                    account.run(request.payers().get(i).run(), request.at().getEpochSecond())));
        }
        return List.copyOf(parts);
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
        hold.uncount();
        hold.settled(moved);
        hold.count();
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
        hold.uncount();
        hold.state = state;
        hold.count();
    }

    @Override
    public void restore(HoldRequest request, HoldState state, @Nullable Money moved) {
        List<Account> payers = payers(request);
        while (true) {
            Hold known = holds.get(request.key());
            boolean done = holding(inOrder(payers, known), 0, () -> {
                if (holds.get(request.key()) != known) {
                    return false;
                }
                Hold hold = known == null
                                || known.owner() != payers.get(0)
                                || (state == HoldState.HELD && known.state == HoldState.RELEASED)
                        ? takeUp(request, payers)
                        : known;
                switch (state) {
                    case HELD -> grow(hold, request.amount());
                    case SETTLED -> settle(hold, moved);
                    case RELEASED -> release(hold);
                    case UNKNOWN -> unknown(hold);
                }
                return true;
            });
            if (done) {
                return;
            }
        }
    }

    private Hold takeUp(HoldRequest request, List<Account> payers) {
        List<Hold.Part> parts = parts(request, payers, false);
        if (parts == null) {
            throw new IllegalStateException("an entry of the journal has windows at any time");
        }
        Hold hold = new Hold(request, parts, inOrder(payers), HoldState.HELD);
        holds.put(request.key(), hold);
        hold.count();
        return hold;
    }

    /** A journal that has more under one key than was reserved first is believed: no cap is asked here, and too much is safe. */
    private static void grow(Hold hold, @Nullable Money amount) {
        if (hold.state != HoldState.SETTLED
                && amount != null
                && amount.currency().equals(hold.currency)
                && amount.micros() > hold.asked) {
            hold.uncount();
            hold.asked = amount.micros();
            hold.charged = hold.asked;
            hold.count();
        }
    }

    /**
     * Forgets what is too old to matter at {@code now}: as a running ledger does it, but by the time that a journal tells, so that ledgers
     * restored from one journal and pruned at the same places of it are equal.
     */
    public void prune(Instant now) {
        for (Account account : accounts.values()) {
            synchronized (account) {
                account.prune(now.getEpochSecond(), closedHolds, hold -> {
                    if (hold.state == HoldState.SETTLED || hold.state == HoldState.RELEASED) {
                        holds.remove(hold.key, hold);
                    }
                });
            }
        }
    }

    /**
     * Puts down all that is remembered, so that {@link #load} of another ledger makes an equal one. Equal ledgers put down equal bytes.
     * Not while anything is reserved or restored.
     */
    public void save(DataOutput out) throws IOException {
        new LedgerImage.Saving(out, accounts, holds).save();
    }

    /**
     * Takes up what {@link #save} has put down; only of a ledger in which nothing has been reserved or restored.
     *
     * @throws IOException if it was put down for another zone, or before that zone's rules changed, or is damaged
     */
    public void load(DataInput in) throws IOException {
        new LedgerImage.Loading(in, this::account, holds, nanos.getAsLong()).load();
    }

    @Override
    public void close() {
        isClosed = true;
    }

    /** Whether it charges {@code key} without knowing that anything moved: it is held, or its outcome is unknown. Not while anything is restored. */
    public boolean isUnsettled(String key) {
        Hold hold = holds.get(key);
        return hold != null && (hold.state == HoldState.HELD || hold.state == HoldState.UNKNOWN);
    }

    @Override
    public Standing standing(List<Payer> payers, Instant at) {
        List<Reservation.Balance> balances = new ArrayList<>();
        for (Payer payer : payers) {
            Account known = accounts.get(payer.caller());
            Account account = known == null ? new Account(payer.caller(), calendar, nanos) : known;
            synchronized (account) {
                account.addStanding(at, payer.caps(), balances);
            }
        }
        long held = 0;
        long unknown = 0;
        for (Hold hold : holds.values()) {
            synchronized (hold.owner()) {
                held += hold.state == HoldState.HELD ? 1 : 0;
                unknown += hold.state == HoldState.UNKNOWN ? 1 : 0;
            }
        }
        return new Standing(balances, held, unknown);
    }

    private Account account(String caller) {
        Account known = accounts.get(caller);
        return known != null ? known : accounts.computeIfAbsent(caller, name -> new Account(name, calendar, nanos));
    }

    private List<Account> payers(HoldRequest request) {
        List<Payer> payers = request.payers();
        if (payers.size() == 1) {
            return List.of(account(payers.get(0).caller()));
        }
        List<Account> found = new ArrayList<>(payers.size());
        for (Payer payer : payers) {
            found.add(account(payer.caller()));
        }
        return found;
    }

    /** Every call locks accounts in this one order, so that no two wait for each other. */
    static Account[] inOrder(List<Account> payers) {
        Account[] locks = payers.toArray(Account[]::new);
        if (locks.length > 1) {
            Arrays.sort(locks, BY_NAME);
        }
        return locks;
    }

    private static Account[] inOrder(List<Account> payers, @Nullable Hold and) {
        if (and == null) {
            return inOrder(payers);
        }
        List<Account> both = new ArrayList<>(payers);
        for (Account account : and.locks) {
            if (!both.contains(account)) {
                both.add(account);
            }
        }
        return inOrder(both);
    }

    /** Does {@code work} under the locks from {@code from} on. */
    private static <T> T holding(Account[] locks, int from, Supplier<T> work) {
        if (from == locks.length) {
            return work.get();
        }
        synchronized (locks[from]) {
            return holding(locks, from + 1, work);
        }
    }

    private void with(String key, Consumer<Hold> action) {
        while (true) {
            Hold found = holds.get(key);
            if (found == null) {
                return;
            }
            boolean done = holding(found.locks, 0, () -> {
                // A released key may have been held anew while this waited, and then others may pay.
                Hold hold = holds.get(key);
                if (hold != null && !Arrays.equals(hold.locks, found.locks)) {
                    return false;
                }
                if (hold != null) {
                    action.accept(hold);
                }
                return true;
            });
            if (done) {
                return;
            }
        }
    }

    private void close(Hold hold) {
        if (!hold.queued) {
            hold.queued = true;
            hold.owner().closed.add(new Account.Closed(hold, nanos.getAsLong()));
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
