// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.idempotency.State;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.HoldState;
import dev.bursar.runtime.ledger.Payer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds ledger and actions from the journal. An admission without an outcome is a call that may have been carried out: its
 * hold stays charged, and an equal call repeats its key. Doing it twice gives the same result.
 */
public final class Rebuild {

    private final Books.Account account;
    private final Map<String, Entry> admitted = new HashMap<>();

    /** By key, the calls that were admitted under it and have no outcome yet. */
    private final Map<String, Set<String>> open = new HashMap<>();

    public Rebuild(Books.Account account) {
        this.account = account;
    }

    /** Takes up one record; to be called in the order of the journal. */
    public void accept(Recorded recorded) {
        Entry entry = recorded.entry();
        if (entry.call() == null || entry.caller() == null || entry.run() == null) {
            return;
        }
        if (entry.kind() == Kind.ADMITTED) {
            admitted.put(entry.call(), entry);
            open.computeIfAbsent(key(entry), any -> new LinkedHashSet<>()).add(entry.call());
            hold(entry, HoldState.HELD, null);
            action(entry, State.IN_FLIGHT, null);
        } else if (entry.kind() == Kind.SETTLED) {
            Entry first = admitted.remove(entry.call());
            if (first != null && entry.decision() != null) {
                Set<String> others = othersWithout(first);
                if (entry.decision().equals(Outcomes.RELEASED) && !others.isEmpty()) {
                    releasedBefore(first, others);
                } else {
                    outcome(first, entry, entry.decision());
                }
            }
        }
    }

    /** The calls under the key that are still without an outcome once {@code first} has one. */
    private Set<String> othersWithout(Entry first) {
        String key = key(first);
        Set<String> calls = open.get(key);
        if (calls == null) {
            return Set.of();
        }
        calls.remove(first.call());
        if (calls.isEmpty()) {
            open.remove(key);
        }
        return calls;
    }

    /**
     * An outcome is not waited for, so that it may stand after the admission of a call that began later. The hold that was released was that of
     * {@code first}; each of the others made it anew, for its own callers.
     */
    private void releasedBefore(Entry first, Set<String> others) {
        hold(first, HoldState.RELEASED, null);
        for (String other : others) {
            hold(Objects.requireNonNull(admitted.get(other)), HoldState.HELD, null);
        }
        action(first, State.UNKNOWN, null);
    }

    private static String key(Entry entry) {
        return Objects.requireNonNull(entry.key() != null ? entry.key() : entry.call());
    }

    private void outcome(Entry first, Entry entry, String decision) {
        switch (decision) {
            case Outcomes.SETTLED -> {
                hold(first, HoldState.SETTLED, entry.amount());
                action(first, State.DONE, entry.objectId());
            }
            case Outcomes.REFUSED -> {
                Money held = first.amount();
                hold(first, HoldState.SETTLED, held == null ? null : Money.zero(held.currency()));
                action(first, State.REFUSED, null);
            }
            case Outcomes.RELEASED -> {
                hold(first, HoldState.RELEASED, null);
                action(first, State.RELEASED, null);
            }
            default -> {
                hold(first, HoldState.UNKNOWN, null);
                action(first, State.UNKNOWN, null);
            }
        }
    }

    private void hold(Entry first, HoldState state, @Nullable Money moved) {
        String key = key(first);
        if (first.caller() != null && first.run() != null) {
            List<Payer> payers = new ArrayList<>();
            payers.add(new Payer(first.caller(), first.run(), List.of()));
            for (Entry.Outer outer : first.outer()) {
                payers.add(new Payer(outer.caller(), outer.run(), List.of()));
            }
            account.ledger().restore(new HoldRequest(key, first.time(), first.amount(), payers), state, moved);
        }
    }

    private void action(Entry first, State state, @Nullable String objectId) {
        if (first.key() != null && first.run() != null) {
            account.actions().restore(first.key(), first.run(), first.bodyHash(), first.time(), state, objectId);
        }
    }
}
