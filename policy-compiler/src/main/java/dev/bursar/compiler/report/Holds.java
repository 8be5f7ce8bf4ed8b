// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows every hold from its admission to its outcome, and charges its payers as the ledger does: at the time of the admission, once per
 * key, with what was moved as soon as that is known.
 */
final class Holds {

    /** No key is repeated that late: a hold with an outcome can be forgotten. */
    private static final Duration REPEATABLE = Duration.ofHours(48);

    private static final int BETWEEN_SWEEPS = 50_000;

    /** How the calls begin that {@code reconcile} makes to find out about one that the application made. */
    private static final String RECONCILING = "reconcile_";

    private final Asked asked;
    private final Spending spending;
    private final Runs runs;
    private final Map<String, Hold> byKey = new HashMap<>();
    private final Map<String, Hold> byCall = new HashMap<>();
    private int untilSweep = BETWEEN_SWEEPS;

    Holds(Asked asked, Spending spending, Runs runs) {
        this.asked = asked;
        this.spending = spending;
        this.runs = runs;
    }

    /** @param recorded of the kinds {@code admitted} and {@code settled}; others are no concern of this */
    void accept(Recorded recorded) {
        Entry entry = recorded.entry();
        if (entry.call() == null || entry.caller() == null || entry.run() == null) {
            return;
        }
        if (entry.kind() == Kind.ADMITTED) {
            admitted(recorded, entry);
        } else if (entry.kind() == Kind.SETTLED && "replayed".equals(entry.decision())) {
            Hold known = byKey.get(key(entry));
            if (known != null) {
                pass(known, entry, 1);
            }
        } else if (entry.kind() == Kind.SETTLED) {
            Hold hold = byCall.remove(entry.call());
            if (hold != null) {
                outcome(hold, entry);
            }
        }
        if (--untilSweep <= 0) {
            sweep(entry.time());
        }
    }

    private void admitted(Recorded recorded, Entry entry) {
        String key = key(entry);
        Hold hold = byKey.get(key);
        if (hold == null || hold.state == Hold.State.RELEASED) {
            hold = new Hold(recorded, payers(entry));
            byKey.put(key, hold);
            count(hold, 1);
        } else {
            long asks = entry.amount() == null ? 0 : entry.amount().micros();
            if (asks > hold.charged && hold.isDoubtful()) {
                count(hold, -1);
                hold.charged = asks;
                count(hold, 1);
            }
        }
        byCall.put(Objects.requireNonNull(entry.call()), hold);
        hold.open++;
        pass(hold, entry, isTheApplications(entry) ? 1 : 0);
    }

    private void outcome(Hold hold, Entry entry) {
        hold.open--;
        count(hold, -1);
        switch (Objects.requireNonNullElse(entry.decision(), "")) {
            case "settled" -> settled(hold, entry.amount());
            case "refused" -> {
                if (hold.state != Hold.State.SETTLED) {
                    hold.charged = 0;
                    hold.state = Hold.State.SETTLED;
                }
                pass(hold, entry, isTheApplications(entry) ? -1 : 0);
            }
            case "released" -> {
                if (hold.state != Hold.State.SETTLED && hold.open == 0) {
                    hold.state = Hold.State.RELEASED;
                }
                pass(hold, entry, isTheApplications(entry) ? -1 : 0);
            }
            default -> {
                if (hold.state != Hold.State.SETTLED) {
                    hold.state = Hold.State.UNKNOWN;
                    hold.outcome = entry;
                }
            }
        }
        count(hold, 1);
        hold.last = entry.time();
    }

    private static void settled(Hold hold, @Nullable Money moved) {
        Money held = hold.first.amount();
        if (moved != null && held != null && moved.currency().equals(held.currency()) && moved.micros() >= 0) {
            hold.charged = moved.micros();
        }
        hold.state = Hold.State.SETTLED;
    }

    /** Puts what is held on the meters of all who pay for it, or takes it off. */
    private void count(Hold hold, int sign) {
        if (hold.state == Hold.State.RELEASED) {
            return;
        }
        boolean settled = hold.state == Hold.State.SETTLED;
        long second = hold.first.time().getEpochSecond();
        boolean told = asked.includes(hold.first.time());
        Money held = hold.first.amount();
        if (told && held != null) {
            long change = sign * hold.charged;
            spending.total(held.currency(), settled ? change : 0, settled ? 0 : change);
        }
        Set<String> paid = new HashSet<>();
        for (Hold.Payer payer : hold.payers) {
            if (paid.add(payer.name())) {
                meter(hold, payer, Spending.CALLS, 1, settled, second, told, sign);
                if (held != null) {
                    meter(hold, payer, held.currency(), hold.charged, settled, second, told, sign);
                }
            }
        }
    }

    private void meter(
            Hold hold,
            Hold.Payer payer,
            String unit,
            long charged,
            boolean settled,
            long second,
            boolean told,
            int sign) {
        long change = sign * charged;
        Meter meter = spending.of(payer.name(), unit);
        meter.add(second, settled ? change : 0, settled ? 0 : change, told);
        long run = runs.of(payer.name(), payer.run(), hold.first.time()).charge(unit, change);
        if (told && sign > 0) {
            meter.call(charged);
            meter.run(run);
        }
    }

    /** Whether a call is one that there would have been without Bursar too. */
    static boolean isTheApplications(Entry entry) {
        return entry.call() == null || !entry.call().startsWith(RECONCILING);
    }

    private void pass(Hold hold, Entry entry, int change) {
        int before = Math.max(0, hold.passes - 1);
        hold.passes += change;
        hold.last = entry.time();
        int repeats = Math.max(0, hold.passes - 1) - before;
        Run run = runs.of(hold.payers.get(0).name(), hold.payers.get(0).run(), entry.time());
        if (asked.includes(entry.time()) && repeats != 0) {
            run.repeat(repeats, hold.first.amount(), hold.charged);
        }
    }

    private static List<Hold.Payer> payers(Entry entry) {
        List<Hold.Payer> payers = new ArrayList<>();
        payers.add(
                new Hold.Payer(Objects.requireNonNull(entry.caller()).intern(), Objects.requireNonNull(entry.run())));
        for (Entry.Outer outer : entry.outer()) {
            payers.add(new Hold.Payer(outer.caller().intern(), outer.run()));
        }
        return payers;
    }

    private static String key(Entry entry) {
        return Objects.requireNonNull(entry.key() != null ? entry.key() : entry.call());
    }

    private void sweep(Instant now) {
        untilSweep = BETWEEN_SWEEPS;
        Instant old = now.minus(REPEATABLE);
        byKey.values().removeIf(hold -> !hold.isDoubtful() && hold.open == 0 && hold.last.isBefore(old));
        runs.sweep(old);
    }

    /** How many are kept in mind. */
    int size() {
        return byKey.size();
    }

    /** Without an outcome, or with one that nobody knows; the oldest first. */
    List<Hold> doubtful() {
        List<Hold> doubtful = new ArrayList<>();
        for (Hold hold : byKey.values()) {
            if (hold.isDoubtful()) {
                doubtful.add(hold);
            }
        }
        doubtful.sort(Comparator.comparingLong(hold -> hold.sequence));
        return doubtful;
    }
}
