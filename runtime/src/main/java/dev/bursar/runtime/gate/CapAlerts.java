// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.ledger.CalendarWindows;
import dev.bursar.runtime.ledger.Reservation.Balance;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.watching.Alert;
import java.time.DateTimeException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Raises an alert when the use of a cap, spent and held together, first reaches one of its caller's shares in a window. Use and limit are of
 * the balances that decided on the call.
 *
 * <p>Once for each cap, window and share: what was told is remembered, and after a restart taken up from the journal's own alerts. If the
 * process dies between a call and its alert, the next call raises it; if it dies before the alert is on the disk, it is raised once more.
 * A use that sinks and comes back is not told again. Caps per call have no window to speak of, and are left out.
 */
final class CapAlerts {

    /** The word of an alert's record that is about a cap. */
    static final String DECISION = "cap";

    private static final Pattern REASON = Pattern.compile("([1-9][0-9]?|100)% of .*");

    private final CalendarWindows calendar;
    private final Map<String, Map<Cap, Told>> told = new ConcurrentHashMap<>();

    /** From before a restart: by caller, by the cap as it is written. Not changed any more once calls are decided on. */
    private final Map<String, Map<String, Told>> before = new ConcurrentHashMap<>();

    CapAlerts(CalendarWindows calendar) {
        this.calendar = calendar;
    }

    /** Takes up one record of an earlier process. */
    void restore(Entry entry) {
        String cap = entry.cap();
        if (entry.kind() != Kind.ALERT
                || !DECISION.equals(entry.decision())
                || entry.caller() == null
                || cap == null
                || entry.reason() == null) {
            return;
        }
        Matcher reason = REASON.matcher(entry.reason());
        Object window = window(cap, entry);
        if (reason.matches() && window != null) {
            before.computeIfAbsent(entry.caller(), any -> new ConcurrentHashMap<>())
                    .computeIfAbsent(cap, any -> new Told())
                    .first(window, Integer.parseInt(reason.group(1)));
        }
    }

    /** What tells one window of the cap from the next; {@code null} if the record does not say. */
    private @Nullable Object window(String cap, Entry entry) {
        for (Window each : Window.values()) {
            if (cap.endsWith(" per " + each.word())) {
                try {
                    return each.isCalendar() ? calendar.end(each, entry.time()) : entry.run();
                } catch (DateTimeException e) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Looks at the caps of one call that was just decided on. */
    void look(Draft draft, @Nullable Refusal refusal, Passage passage, Watch watch) {
        Identified call = passage.call;
        Books books = passage.books;
        if (call == null || books == null || call.mode() == Mode.REHEARSE) {
            return;
        }
        List<Balance> standing = draft.standing;
        if (refusal == null) {
            for (int i = 0; i < standing.size(); i++) {
                reached(standing.get(i), draft, call, books.journal(), watch);
            }
        } else if (refusal.code().equals("bursar_cap_reached") && !standing.isEmpty()) {
            Balance balance = standing.get(0);
            CallerPolicy caller = caller(call, balance);
            if (caller != null && caller.alerts().contains(100)) {
                raise(balance, 100, ": a call found no room", draft, call, books.journal(), watch);
            }
        }
    }

    private void reached(Balance balance, Draft draft, Identified call, Journal journal, Watch watch) {
        CallerPolicy caller = caller(call, balance);
        if (caller == null || balance.limit() == 0) {
            return;
        }
        long use = balance.spent() + balance.held();
        // What is more than can be counted stands at the largest number.
        use = use < 0 ? Long.MAX_VALUE : use;
        List<Integer> shares = caller.alerts();
        for (int i = 0; i < shares.size(); i++) {
            int share = shares.get(i);
            if (use < threshold(balance.limit(), share)) {
                return;
            }
            raise(balance, share, "", draft, call, journal, watch);
        }
    }

    /** The least use that is {@code share} per cent of {@code limit}, without ever leaving the range of numbers. */
    static long threshold(long limit, int share) {
        return limit / 100 * share + (limit % 100 * share + 99) / 100;
    }

    private static @Nullable CallerPolicy caller(Identified call, Balance balance) {
        List<CallerPolicy> callers = call.callers();
        for (int i = 0; i < callers.size(); i++) {
            if (callers.get(i).name().equals(balance.caller())) {
                return callers.get(i).alerts().isEmpty() ? null : callers.get(i);
            }
        }
        return null;
    }

    private void raise(
            Balance balance, int share, String more, Draft draft, Identified call, Journal journal, Watch watch) {
        Cap cap = balance.cap();
        if (cap.window() == Window.CALL) {
            return;
        }
        String run = cap.window() == Window.RUN ? call.runOf(balance.caller()) : null;
        Object window = run == null ? balance.resetsAt() : run;
        Told known = told(balance.caller(), cap);
        if (window == null || !known.first(window, share)) {
            return;
        }
        String reason = share + "% of " + cap + more;
        try {
            journal.note(Entry.at(draft.at.truncatedTo(ChronoUnit.MICROS), Kind.ALERT)
                    .caller(balance.caller())
                    .run(run)
                    .decision(DECISION)
                    .reason(reason)
                    .policy(draft.policy)
                    .balance(cap.toString(), null, balance.spent(), balance.held(), balance.limit())
                    .build());
        } catch (JournalUnavailableException e) {
            // The next call that gets through tells it.
            known.forget(window, share);
            return;
        }
        watch.tell(new Alert(
                draft.at,
                Alert.What.CAP,
                balance.caller(),
                new Alert.Use(cap, share, balance.spent(), balance.held(), balance.limit()),
                reason));
    }

    private Told told(String caller, Cap cap) {
        Map<Cap, Told> ofCaller = told.get(caller);
        Told known = ofCaller == null ? null : ofCaller.get(cap);
        if (known != null) {
            return known;
        }
        return told.computeIfAbsent(caller, any -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        cap, any -> before.getOrDefault(caller, Map.of()).getOrDefault(cap.toString(), new Told()));
    }

    /** Which shares of one cap were told, by window. */
    private static final class Told {

        /** More runs than are ever open at once; of calendar windows only the last few matter. */
        private static final int MOST_WINDOWS = 4_096;

        /** The last window that was asked for, so that the same question again takes no lock. */
        private record Latest(Object window, long low, long high) {}

        private volatile @Nullable Latest latest;

        /** One bit for each per cent, in two numbers. Guarded by this. */
        private final Map<Object, long[]> windows = new LinkedHashMap<>();

        /** Whether this is the first time that {@code share} is told in {@code window}. */
        boolean first(Object window, int share) {
            Latest last = latest;
            if (last != null && last.window.equals(window) && ((share < 64 ? last.low : last.high) & bit(share)) != 0) {
                return false;
            }
            synchronized (this) {
                long[] shares = windows.get(window);
                if (shares == null) {
                    shares = new long[2];
                    windows.put(window, shares);
                    if (windows.size() > MOST_WINDOWS) {
                        windows.remove(windows.keySet().iterator().next());
                    }
                }
                boolean first = (shares[share / 64] & bit(share)) == 0;
                shares[share / 64] |= bit(share);
                latest = new Latest(window, shares[0], shares[1]);
                return first;
            }
        }

        synchronized void forget(Object window, int share) {
            long[] shares = windows.get(window);
            if (shares != null) {
                shares[share / 64] &= ~bit(share);
                latest = null;
            }
        }

        private static long bit(int share) {
            return 1L << share;
        }
    }
}
