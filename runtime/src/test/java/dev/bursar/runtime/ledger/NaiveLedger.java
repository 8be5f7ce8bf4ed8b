// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ledger so plain that it can be seen to be right: a list of holds, added up anew for each question, and windows told apart by what a
 * calendar on the wall shows.
 */
final class NaiveLedger {

    private static final class Entry {
        final HoldRequest request;
        HoldState state = HoldState.HELD;
        final Map<String, Long> charged = new HashMap<>();

        Entry(HoldRequest request) {
            this.request = request;
            Money amount = request.amount();
            if (amount != null) {
                charged.put(amount.currency(), amount.micros());
            }
        }

        /** The most money that a repetition may ask for. */
        boolean covers(Money amount) {
            Money asked = request.amount();
            return asked != null
                    && asked.currency().equals(amount.currency())
                    && amount.micros() <= Math.max(asked.micros(), charged.getOrDefault(asked.currency(), 0L));
        }
    }

    private final ZoneId zone;
    private final Map<String, Entry> byKey = new HashMap<>();

    NaiveLedger(ZoneId zone) {
        this.zone = zone;
    }

    /** What the ledger must answer: balances without the ends of their windows. */
    Object reserve(HoldRequest request) {
        Entry known = byKey.get(request.key());
        Money amount = request.amount();
        if (known != null && !known.request.caller().equals(request.caller())) {
            return "mismatch";
        }
        if (known != null && known.state != HoldState.RELEASED) {
            boolean fits = amount == null || known.covers(amount);
            return fits ? List.of(false, balances(known, request.payers())) : "mismatch";
        }
        Entry entry = new Entry(request);
        entry.state = HoldState.RELEASED;
        for (Payer payer : request.payers()) {
            Object refusal = refusal(entry, payer);
            if (refusal != null) {
                return refusal;
            }
        }
        entry.state = HoldState.HELD;
        byKey.put(request.key(), entry);
        return List.of(true, balances(entry, request.payers()));
    }

    private @Nullable Object refusal(Entry entry, Payer payer) {
        Money amount = entry.request.amount();
        List<Cap.OfMoney> money = new ArrayList<>();
        for (Cap cap : payer.caps()) {
            if (cap instanceof Cap.OfMoney one) {
                money.add(one);
            }
        }
        if (amount != null
                && !money.isEmpty()
                && money.stream().noneMatch(one -> one.limit().currency().equals(amount.currency()))) {
            return "uncovered by " + payer.caller();
        }
        for (Cap cap : payer.caps()) {
            List<Object> without = balance(entry, payer.caller(), cap);
            long counted = (long) without.get(2) + (long) without.get(3);
            long more = cap instanceof Cap.OfCalls ? 1 : entry.charged.getOrDefault(currency(cap), 0L);
            if (more > 0 && counted + more > (long) without.get(4)) {
                return List.of("exhausted", without);
            }
        }
        return null;
    }

    void settle(String key, @Nullable Money moved) {
        Entry entry = byKey.get(key);
        if (entry != null) {
            entry.state = HoldState.SETTLED;
            if (moved != null) {
                Money asked = entry.request.amount();
                entry.charged.clear();
                if (asked != null && !asked.currency().equals(moved.currency())) {
                    entry.charged.put(asked.currency(), asked.micros());
                }
                entry.charged.put(moved.currency(), moved.micros());
            }
        }
    }

    void end(String key, HoldState state) {
        Entry entry = byKey.get(key);
        if (entry != null && entry.state != HoldState.SETTLED) {
            entry.state = state;
        }
    }

    private static String currency(Cap cap) {
        return ((Cap.OfMoney) cap).limit().currency();
    }

    private List<List<Object>> balances(Entry entry, List<Payer> payers) {
        List<List<Object>> balances = new ArrayList<>();
        for (Payer payer : payers) {
            if (run(entry, payer.caller()) != null) {
                payer.caps().forEach(cap -> balances.add(balance(entry, payer.caller(), cap)));
            }
        }
        return balances;
    }

    private static @Nullable String run(Entry entry, String caller) {
        for (Payer payer : entry.request.payers()) {
            if (payer.caller().equals(caller)) {
                return payer.run();
            }
        }
        return null;
    }

    private List<Object> balance(Entry of, String caller, Cap cap) {
        long spent = 0;
        long held = 0;
        List<Entry> all = new ArrayList<>(byKey.values());
        for (Entry entry : all) {
            boolean counts = entry.state != HoldState.RELEASED
                    && run(entry, caller) != null
                    && (entry == of || isSame(cap.window(), caller, entry, of));
            if (counts) {
                long own = cap instanceof Cap.OfCalls ? 1 : entry.charged.getOrDefault(currency(cap), 0L);
                spent += entry.state == HoldState.HELD ? 0 : own;
                held += entry.state == HoldState.HELD ? own : 0;
            }
        }
        long limit = cap instanceof Cap.OfMoney money ? money.limit().micros() : ((Cap.OfCalls) cap).limit();
        return List.of(caller, cap, spent, held, limit);
    }

    private boolean isSame(Window window, String caller, Entry a, Entry b) {
        return switch (window) {
            case CALL -> false;
            case RUN -> Objects.equals(run(a, caller), run(b, caller));
            default -> Objects.equals(shown(window, a.request.at()), shown(window, b.request.at()));
        };
    }

    private Object shown(Window window, Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return switch (window) {
            case MINUTE -> List.of(local.toLocalDateTime().truncatedTo(ChronoUnit.MINUTES), local.getOffset());
            case HOUR -> List.of(local.toLocalDateTime().truncatedTo(ChronoUnit.HOURS), local.getOffset());
            case DAY -> local.toLocalDate();
            case WEEK -> local.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            default -> YearMonth.from(local);
        };
    }
}
