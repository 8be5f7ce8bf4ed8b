// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.journal.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was refused, by reason and caller. */
final class Refusals {

    /** Beyond so many different ones, operation and rule are no longer told apart. */
    private static final int MOST_KINDS = 5_000;

    /** What makes two refusals equal; an empty text is an absent one. */
    record Sameness(String reason, String caller, String operation, String rule) {}

    /** Whose cap it was that was reached. */
    record OfCap(String caller, String cap) {}

    static final class Count {
        long count;
        Instant last = Instant.MIN;

        void add(Entry entry) {
            count += entry.count();
            if (entry.time().isAfter(last)) {
                last = entry.time();
            }
        }
    }

    private final Map<Sameness, Count> counts = new HashMap<>();
    private final Map<OfCap, Long> ofCaps = new HashMap<>();
    private final Map<String, Long> ofCallers = new HashMap<>();
    private long total;

    void accept(Entry entry) {
        String caller = text(entry.caller());
        Sameness sameness = new Sameness(text(entry.reason()), caller, text(entry.operation()), text(entry.rule()));
        if (counts.size() >= MOST_KINDS && !counts.containsKey(sameness)) {
            sameness = new Sameness("others", "", "", "");
        }
        counts.computeIfAbsent(sameness, any -> new Count()).add(entry);
        ofCallers.merge(caller, (long) entry.count(), Long::sum);
        total += entry.count();
        if ("bursar_cap_reached".equals(entry.reason()) && entry.cap() != null) {
            String whose = entry.capCaller() == null ? caller : entry.capCaller();
            ofCaps.merge(new OfCap(whose, entry.cap()), (long) entry.count(), Long::sum);
        }
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    long total() {
        return total;
    }

    long of(String caller) {
        return ofCallers.getOrDefault(caller, 0L);
    }

    long of(String caller, String cap) {
        return ofCaps.getOrDefault(new OfCap(caller, cap), 0L);
    }

    Iterable<String> callers() {
        return ofCallers.keySet();
    }

    /** The most frequent first. */
    List<Map.Entry<Sameness, Count>> all() {
        List<Map.Entry<Sameness, Count>> all = new ArrayList<>(counts.entrySet());
        all.sort(Comparator.comparingLong((Map.Entry<Sameness, Count> each) -> -each.getValue().count)
                .thenComparing(each -> each.getKey().reason())
                .thenComparing(each -> each.getKey().caller())
                .thenComparing(each -> each.getKey().operation())
                .thenComparing(each -> each.getKey().rule()));
        return all;
    }
}
