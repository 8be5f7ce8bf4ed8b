// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.journal.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The runs that are going on or have not been over for long, and of those before the ones in which something was repeated. */
final class Runs {

    private record Id(String caller, String run) {}

    private static final int MOST_KEPT = 20_000;

    private final Asked asked;
    private final Map<Id, Run> open = new HashMap<>();
    private final List<Run> kept = new ArrayList<>();

    /** By currency, of the runs that could not be kept too. */
    private final Map<String, Long> spared = new TreeMap<>();

    private int repeats;
    private int told;

    Runs(Asked asked) {
        this.asked = asked;
    }

    Run of(String caller, String run, Instant time) {
        Run found = open.computeIfAbsent(new Id(caller, run), any -> new Run(caller, run, time));
        if (time.isAfter(found.last)) {
            found.last = time;
        }
        return found;
    }

    /** Takes note of the attempt that a record tells of. */
    void accept(Entry entry) {
        if (entry.caller() != null && entry.run() != null && asked.includes(entry.time())) {
            Run run = of(entry.caller(), entry.run(), entry.time());
            run.attempts = Math.max(run.attempts, entry.attempt());
            if (entry.near() != null) {
                run.suspects++;
            }
        }
    }

    /** Forgets what has been over since {@code old}. */
    void sweep(Instant old) {
        for (Iterator<Run> each = open.values().iterator(); each.hasNext(); ) {
            Run run = each.next();
            if (run.last.isBefore(old)) {
                each.remove();
                keep(run);
            }
        }
    }

    private void keep(Run run) {
        if (run.isTold()) {
            told++;
            repeats += run.repeats;
            run.spared.forEach((currency, micros) -> spared.merge(currency, micros, Long::sum));
            if (kept.size() < MOST_KEPT) {
                kept.add(run);
            }
        }
    }

    /** To be called once, when all has been read. Those with the most repeats first. */
    List<Run> repeated() {
        open.values().forEach(this::keep);
        open.clear();
        kept.sort(Comparator.comparingInt((Run run) -> -run.repeats)
                .thenComparing(run -> run.last, Comparator.reverseOrder())
                .thenComparing(run -> run.caller)
                .thenComparing(run -> run.id));
        return kept;
    }

    int repeats() {
        return repeats;
    }

    Map<String, Long> spared() {
        return spared;
    }

    /** How many there were, kept or not. */
    int told() {
        return told;
    }
}
