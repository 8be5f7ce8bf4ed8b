// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.idempotency.State;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.HoldState;
import java.util.HashMap;
import java.util.HashSet;
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
            open.computeIfAbsent(key(entry), any -> new HashSet<>()).add(entry.call());
            hold(entry, HoldState.HELD, null);
            action(entry, State.IN_FLIGHT, null);
        } else if (entry.kind() == Kind.SETTLED) {
            Entry first = admitted.remove(entry.call());
            if (first != null && entry.decision() != null) {
                boolean isShared = isSharedWithout(first);
                boolean released = entry.decision().equals(Outcomes.RELEASED);
                outcome(first, entry, released && isShared ? Outcomes.UNKNOWN : entry.decision());
            }
        }
    }

    /**
     * Whether another call under the key is still without an outcome: an outcome is not waited for, so that it may stand after the admission of a
     * call that began later.
     */
    private boolean isSharedWithout(Entry first) {
        String key = key(first);
        Set<String> calls = open.get(key);
        if (calls == null) {
            return false;
        }
        calls.remove(first.call());
        if (calls.isEmpty()) {
            open.remove(key);
        }
        return !calls.isEmpty();
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
            account.ledger()
                    .restore(
                            new HoldRequest(key, first.caller(), first.run(), first.time(), first.amount(), List.of()),
                            state,
                            moved);
        }
    }

    private void action(Entry first, State state, @Nullable String objectId) {
        if (first.key() != null && first.run() != null) {
            account.actions().restore(first.key(), first.run(), first.bodyHash(), first.time(), state, objectId);
        }
    }
}
