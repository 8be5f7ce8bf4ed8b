// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.watching;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls since the process began, without a lock. What it is told of callers and operations comes from the policy and the vendor's
 * catalogue; should there ever be more of them than {@link #MOST}, the rest are counted as {@link #OTHER}.
 */
public final class Metrics implements CallWatcher {

    /** How many different callers with an operation are told apart. */
    static final int MOST = 2_000;

    /** Stands for what is too many to be told apart. */
    public static final String OTHER = "other";

    /** Stands for a caller that is nobody and an operation that is not known. */
    public static final String NONE = "none";

    private final Map<String, Map<String, Map<String, LongAdder>>> calls = new ConcurrentHashMap<>();
    private final Map<String, Map<String, LongAdder>> outcomes = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger told = new AtomicInteger();
    private final Histogram journal = new Histogram();

    @Override
    public void decided(Decided call) {
        add(decisions(call.caller(), call.operation()), call.decision());
        if (call.reason() != null) {
            add(refusals, call.reason());
        }
        if (call.journalNanos() > 0) {
            journal.add(call.journalNanos());
        }
    }

    @Override
    public void settled(@Nullable String caller, @Nullable String operation, String outcome) {
        String name = caller == null ? NONE : caller;
        Map<String, LongAdder> known = outcomes.get(name);
        if (known == null) {
            known = outcomes.computeIfAbsent(outcomes.size() < MOST ? name : OTHER, any -> new ConcurrentHashMap<>());
        }
        add(known, outcome);
    }

    private Map<String, LongAdder> decisions(@Nullable String caller, @Nullable String operation) {
        String name = caller == null ? NONE : caller;
        String what = operation == null ? NONE : operation;
        Map<String, Map<String, LongAdder>> ofCaller = calls.get(name);
        Map<String, LongAdder> known = ofCaller == null ? null : ofCaller.get(what);
        if (known != null) {
            return known;
        }
        boolean full = told.get() >= MOST;
        return calls.computeIfAbsent(full ? OTHER : name, any -> new ConcurrentHashMap<>())
                .computeIfAbsent(full ? OTHER : what, any -> {
                    told.incrementAndGet();
                    return new ConcurrentHashMap<>();
                });
    }

    private static void add(Map<String, LongAdder> counters, String name) {
        LongAdder counter = counters.get(name);
        if (counter == null) {
            counter = counters.computeIfAbsent(name, any -> new LongAdder());
        }
        counter.increment();
    }

    /** Takes one number and what it is of. */
    @FunctionalInterface
    public interface CallsVisitor {
        void accept(String caller, String operation, String decision, long calls);
    }

    /** All calls that were decided on, in the order of their names. */
    public void calls(CallsVisitor visitor) {
        new TreeMap<>(calls)
                .forEach((caller, operations) -> new TreeMap<>(operations)
                        .forEach((operation, decisions) -> new TreeMap<>(decisions)
                                .forEach((decision, count) ->
                                        visitor.accept(caller, operation, decision, count.sum()))));
    }

    /** Refused calls by the refusal's code. */
    public void refusals(BiConsumer<String, Long> visitor) {
        new TreeMap<>(refusals).forEach((reason, count) -> visitor.accept(reason, count.sum()));
    }

    /** Takes what became of calls. */
    @FunctionalInterface
    public interface OutcomesVisitor {
        void accept(String caller, String outcome, long calls);
    }

    public void outcomes(OutcomesVisitor visitor) {
        new TreeMap<>(outcomes)
                .forEach((caller, byOutcome) -> new TreeMap<>(byOutcome)
                        .forEach((outcome, count) -> visitor.accept(caller, outcome, count.sum())));
    }

    /** How long calls waited for the journal. */
    public Histogram.Counted journal() {
        return journal.counted();
    }
}
