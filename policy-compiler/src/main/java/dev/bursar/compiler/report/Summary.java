// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Recorded;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes up a journal record by record, and keeps what a report tells of it. What it keeps is bounded by the caps, callers and minutes there
 * were, by what happened within two days, and by how many calls have no outcome; not by the number of records.
 */
public final class Summary implements Consumer<Recorded> {

    /** How many of the last records a page shows. */
    public static final int LATEST_RECORDS = 1_000;

    static final int LATEST_NOTICES = 300;

    final Asked asked;
    final Spending spending = new Spending();
    final Runs runs;
    final Holds holds;
    final Refusals refusals = new Refusals();
    final Activity activity = new Activity();
    final Caps caps;
    final Latest<Recorded> latest = new Latest<>(LATEST_RECORDS);
    final Latest<Recorded> notices = new Latest<>(LATEST_NOTICES);

    /** By caller, what was only rehearsed, and what was answered with an earlier result. */
    final Map<String, Long> rehearsed = new HashMap<>();

    /** By currency. */
    final Map<String, Long> rehearsedMoney = new TreeMap<>();

    final TreeSet<String> callers = new TreeSet<>();
    long alerts;

    /** Sequence of the first record read; 0 before it. */
    long first;

    private @Nullable Instant from;
    private @Nullable Instant to;

    public Summary(Asked asked) {
        this.asked = asked;
        this.runs = new Runs(asked);
        this.holds = new Holds(asked, spending, runs);
        this.caps = new Caps(asked.policy());
    }

    @Override
    public void accept(Recorded recorded) {
        first = first == 0 ? recorded.sequence() : first;
        Entry entry = recorded.entry();
        if (!asked.isBeforeEnd(entry.time())) {
            return;
        }
        caps.accept(entry);
        runs.accept(entry);
        holds.accept(recorded);
        if (asked.includes(entry.time())) {
            tell(recorded, entry);
        }
    }

    private void tell(Recorded recorded, Entry entry) {
        latest.add(recorded);
        Instant time = entry.time();
        from = from == null || time.isBefore(from) ? time : from;
        to = to == null || time.isAfter(to) ? time : to;
        if (entry.caller() != null) {
            callers.add(entry.caller());
        }
        switch (entry.kind()) {
            case ADMITTED -> {
                if (Holds.isTheApplications(entry)) {
                    activity.add(Activity.Fate.ADMITTED, entry);
                }
            }
            case REFUSED -> {
                activity.add(Activity.Fate.REFUSED, entry);
                refusals.accept(entry);
            }
            case REHEARSED -> {
                activity.add(Activity.Fate.REHEARSED, entry);
                rehearsed(entry);
            }
            case OBSERVED -> {
                // the decision, and not what became of it
                if ("allowed".equals(entry.decision()) || isOurs(entry)) {
                    activity.add(Activity.Fate.OBSERVED, entry);
                }
            }
            case ALERT -> {
                alerts += entry.count();
                notices.add(recorded);
            }
            case POLICY, LEDGER -> notices.add(recorded);
            case SETTLED -> {
                // followed by its hold
            }
        }
    }

    /** Of two records of an observed call that say {@code refused}, the one in which Bursar would have, and not the vendor did. */
    private static boolean isOurs(Entry entry) {
        return "refused".equals(entry.decision())
                && entry.reason() != null
                && entry.reason().startsWith("bursar_");
    }

    private void rehearsed(Entry entry) {
        if (entry.caller() != null) {
            rehearsed.merge(entry.caller(), (long) entry.count(), Long::sum);
        }
        Money amount = entry.amount();
        if (amount != null) {
            rehearsedMoney.merge(amount.currency(), amount.micros(), Long::sum);
        }
    }

    /** The first time told of; {@code null} if there is nothing to tell. */
    @Nullable
    Instant from() {
        return asked.since() != null && from != null ? asked.since() : from;
    }

    /** The last time told of. */
    @Nullable
    Instant to() {
        return to;
    }
}
