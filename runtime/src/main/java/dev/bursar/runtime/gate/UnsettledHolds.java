// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds in a journal, read in its order, the holds on money whose outcome is not known: by the same rules by which {@link Rebuild} restores them. */
public final class UnsettledHolds {

    /** So many keys that are settled are remembered; a repeat under one forgotten is listed, which is too much and never too little. */
    private static final int SETTLED_KEYS = 1 << 18;

    private static final class Open {
        final List<Entry> admissions = new ArrayList<>();
        final Set<String> withoutOutcome = new LinkedHashSet<>();

        @Nullable
        Entry doubt;

        /** Which admission was the earliest whose outcome was unknown. */
        int doubtful = Integer.MAX_VALUE;

        int place(String call) {
            for (int i = admissions.size() - 1; i > 0; i--) {
                if (call.equals(admissions.get(i).call())) {
                    return i;
                }
            }
            return 0;
        }
    }

    private final Map<String, Open> holds = new LinkedHashMap<>();
    private final Map<String, Entry> admitted = new HashMap<>();
    private final Map<String, Boolean> settled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > SETTLED_KEYS;
        }
    };

    /** Takes up one record; to be called in the order of the journal. */
    public void accept(Recorded recorded) {
        Entry entry = recorded.entry();
        String call = entry.call();
        if (call == null || entry.caller() == null || entry.run() == null) {
            return;
        }
        if (entry.kind() == Kind.ADMITTED && entry.amount() != null) {
            String key = key(entry, call);
            if (!settled.containsKey(key)) {
                admitted.put(call, entry);
                Open hold = holds.computeIfAbsent(key, any -> new Open());
                hold.admissions.add(entry);
                hold.withoutOutcome.add(call);
            }
        } else if (entry.kind() == Kind.SETTLED) {
            Entry first = admitted.remove(call);
            if (first != null) {
                ended(key(first, call), call, entry);
            }
        }
    }

    private static String key(Entry entry, String call) {
        String key = entry.key();
        return key == null ? call : key;
    }

    private void ended(String key, String call, Entry outcome) {
        Open hold = holds.get(key);
        if (hold == null) {
            return;
        }
        hold.withoutOutcome.remove(call);
        String decision = outcome.decision() == null ? Outcomes.UNKNOWN : outcome.decision();
        switch (decision) {
            case Outcomes.SETTLED, Outcomes.REFUSED -> {
                holds.remove(key);
                settled.put(key, true);
            }
            case Outcomes.RELEASED -> {
                // An outcome may be recorded late: of a call that took the key up after the release it says nothing.
                boolean before = hold.doubt != null && hold.doubtful > hold.place(call);
                if (hold.withoutOutcome.isEmpty() && !before) {
                    holds.remove(key);
                }
            }
            default -> {
                hold.doubt = outcome;
                hold.doubtful = Math.min(hold.doubtful, hold.place(call));
            }
        }
    }

    /** Those that are left, the oldest first. */
    public List<Unsettled> list() {
        List<Unsettled> list = new ArrayList<>();
        holds.forEach((key, hold) ->
                list.add(new Unsettled(key, hold.admissions, List.copyOf(hold.withoutOutcome), hold.doubt)));
        return list;
    }
}
