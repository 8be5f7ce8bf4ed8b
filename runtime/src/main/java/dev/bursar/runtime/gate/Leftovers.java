// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.idempotency.State;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.HoldState;
import dev.bursar.runtime.ledger.Ledger;
import dev.bursar.runtime.ledger.Payer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a process that shares its ledger has to put right there when it starts again: the ledger outlived it and still has open what the
 * process had open. The journal knows what became of each: an outcome that was recorded and not told is told now, a call that was admitted
 * and has no outcome is unknown, and a hold that was never admitted was never sent.
 */
public final class Leftovers {

    /** How many outcomes are remembered: more than can wait to be told. */
    private static final int OUTCOMES = 120_000;

    /** The clock of the ledger's server and this one may differ by this much. */
    private static final Duration SKEW = Duration.ofHours(1);

    /** For so long a key is that of one action. */
    private static final Duration MEMORY = Duration.ofDays(32);

    /** @param place how many admissions were recorded before it */
    private record Admitted(Entry entry, long place) {}

    /**
     * What became of the calls under one key.
     *
     * @param moved of a settled call; {@code null} for what was held
     * @param place of the admission of the call that this is the outcome of
     * @param first when the key was first sent
     */
    private record Outcome(
            String decision,
            @Nullable Money moved,
            Instant at,
            long place,
            Instant first,
            String run,
            @Nullable String bodyHash,
            @Nullable String objectId) {

        boolean isSettled() {
            return decision.equals(Outcomes.SETTLED) || decision.equals(Outcomes.REFUSED);
        }

        /** Of the same action, where {@code later} was recorded after this. */
        Outcome and(Outcome later) {
            if (Duration.between(at, later.at).compareTo(MEMORY) > 0) {
                return later;
            }
            // Settled is final. A release that is recorded late says nothing of a call that took the key up after it.
            boolean stands = isSettled()
                    ? !later.isSettled()
                    : decision.equals(Outcomes.UNKNOWN)
                            && later.decision.equals(Outcomes.RELEASED)
                            && place > later.place;
            Outcome one = stands ? this : later;
            Instant earliest = decision.equals(Outcomes.RELEASED) || later.first.isBefore(first) ? later.first : first;
            return new Outcome(
                    one.decision, one.moved, one.at, one.place, earliest, one.run, one.bodyHash, one.objectId);
        }
    }

    private final Map<String, Admitted> admitted = new HashMap<>();
    private long admissions;
    private final LinkedHashMap<String, Outcome> outcomes = new LinkedHashMap<>();

    /** Outcomes up to here may have been forgotten. */
    private Instant forgotten = Instant.MIN;

    private @Nullable String joined;

    /** Takes up one record; to be called in the order of the journal. */
    public void accept(Recorded recorded) {
        Entry entry = recorded.entry();
        if (entry.kind() == Kind.LEDGER && JOINED.equals(entry.decision())) {
            joined = entry.reason();
        }
        if (entry.call() == null || entry.caller() == null || entry.run() == null) {
            return;
        }
        if (entry.kind() == Kind.ADMITTED) {
            admitted.put(entry.call(), new Admitted(entry, admissions++));
        } else if (entry.kind() == Kind.SETTLED && entry.decision() != null) {
            Admitted first = admitted.remove(entry.call());
            if (first != null) {
                remember(key(first.entry), outcome(first, entry, entry.decision()));
            }
        }
    }

    /** The decision of a record that says in its reason what this process remembers of a ledger it shares. */
    public static final String JOINED = "joined";

    /** What the last such record says; {@code null} if there is none. */
    public @Nullable String joined() {
        return joined;
    }

    private static Outcome outcome(Admitted admitted, Entry entry, String decision) {
        Entry first = admitted.entry;
        Money held = first.amount();
        boolean isRefused = decision.equals(Outcomes.REFUSED);
        return new Outcome(
                decision,
                isRefused && held != null ? Money.zero(held.currency()) : isRefused ? null : entry.amount(),
                entry.time(),
                admitted.place,
                first.time(),
                Objects.requireNonNull(first.run()),
                first.key() == null ? null : first.bodyHash(),
                entry.objectId());
    }

    private void remember(String key, Outcome outcome) {
        Outcome before = outcomes.remove(key);
        outcomes.put(key, before == null ? outcome : before.and(outcome));
        if (outcomes.size() > OUTCOMES) {
            Iterator<Outcome> eldest = outcomes.values().iterator();
            Instant at = eldest.next().at();
            forgotten = at.isAfter(forgotten) ? at : forgotten;
            eldest.remove();
        }
    }

    private static String key(Entry entry) {
        return Objects.requireNonNull(entry.key() != null ? entry.key() : entry.call());
    }

    /**
     * Puts it right.
     *
     * @param open by key, the second at which the ledger was last asked to hold it for this process
     */
    public void putRight(Books.Account account, Map<String, Long> open) {
        Set<String> unknown = new HashSet<>();
        for (Admitted each : admitted.values()) {
            Entry first = each.entry;
            unknown.add(key(first));
            account.ledger().restore(hold(first), HoldState.UNKNOWN, null);
            if (first.key() != null && first.run() != null) {
                account.actions()
                        .restore(first.key(), first.run(), first.bodyHash(), first.time(), State.UNKNOWN, null);
            }
        }
        open.forEach((key, second) -> {
            if (!unknown.contains(key)) {
                tell(account, key, Instant.ofEpochSecond(second));
            }
        });
    }

    private void tell(Books.Account account, String key, Instant since) {
        Ledger ledger = account.ledger();
        Outcome outcome = outcomes.get(key);
        if (outcome == null) {
            if (forgotten.equals(Instant.MIN) || since.isAfter(forgotten.plus(SKEW))) {
                ledger.release(key);
            } else {
                ledger.unknown(key);
            }
            return;
        }
        switch (outcome.decision()) {
            case Outcomes.SETTLED, Outcomes.REFUSED -> ledger.settle(key, outcome.moved());
            case Outcomes.RELEASED -> ledger.release(key);
            default -> ledger.unknown(key);
        }
        tellAction(account.actions(), key, outcome);
    }

    /** What the ledger was not told, the actions were not told either; a key that only this journal knows would look as if it were new. */
    private static void tellAction(Actions actions, String key, Outcome outcome) {
        State state = switch (outcome.decision()) {
            case Outcomes.SETTLED -> State.DONE;
            case Outcomes.REFUSED -> State.REFUSED;
            case Outcomes.RELEASED -> State.RELEASED;
            default -> State.UNKNOWN;
        };
        if (outcome.bodyHash() != null && state != State.RELEASED) {
            actions.restore(key, outcome.run(), outcome.bodyHash(), outcome.first(), state, outcome.objectId());
        }
    }

    private static HoldRequest hold(Entry first) {
        List<Payer> payers = new ArrayList<>();
        payers.add(new Payer(Objects.requireNonNull(first.caller()), Objects.requireNonNull(first.run()), List.of()));
        for (Entry.Outer outer : first.outer()) {
            payers.add(new Payer(outer.caller(), outer.run(), List.of()));
        }
        return new HoldRequest(key(first), first.time(), first.amount(), payers);
    }
}
