// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.launcher.watching.Watchers;
import dev.bursar.runtime.gate.Books;
import dev.bursar.runtime.gate.Leftovers;
import dev.bursar.runtime.gate.LocalRebuild;
import dev.bursar.runtime.journal.ChronicleSettings;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.ForceListener;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.LateOutcomes;
import dev.bursar.runtime.journal.RefusalMerger;
import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.Policy;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Opens the state directory: the journal, and what is rebuilt from it. */
public final class Ledgers {

    /** For the first answers that drift is replied with; the oldest are dropped beyond it. */
    private static final long REPLAY_BYTES = 16L << 20;

    private Ledgers() {}

    static Books open(Policy policy, Watchers watchers) throws JournalUnavailableException {
        return open(policy, watchers.watch()::accept, watchers.flightRecorder());
    }

    /**
     * For the command line, where nobody watches.
     *
     * @throws JournalUnavailableException if the state directory is in use, or cannot be used; the message says why
     */
    public static Books open(Policy policy) throws JournalUnavailableException {
        return open(policy, told -> {}, ForceListener.NONE);
    }

    private static Books open(Policy policy, Consumer<Entry> told, ForceListener forces)
            throws JournalUnavailableException {
        Books.Account rehearsed = fresh(policy).account();
        if (policy.keeping().ledger() instanceof LedgerSettings.Redis redis) {
            Leftovers leftovers = new Leftovers();
            Journal journal = new RefusalMerger(new LateOutcomes(Vouching.open(
                    policy,
                    recorded -> {
                        leftovers.accept(recorded);
                        told.accept(recorded.entry());
                    },
                    forces)));
            SharedBooks.Open shared = SharedBooks.open(policy, redis, leftovers, journal);
            return new Books(
                    shared.closing(journal), shared.account(), rehearsed, Vouching.pseudonyms(policy, journal));
        }
        Vouching.Local opened = Vouching.open(policy, () -> fresh(policy), forces);
        opened.rebuilt().told().forEach(told);
        Journal journal = new RefusalMerger(new LateOutcomes(opened.journal()));
        return new Books(journal, opened.rebuilt().account(), rehearsed, Vouching.pseudonyms(policy, journal));
    }

    private static LocalRebuild fresh(Policy policy) {
        return new LocalRebuild(policy.zone(), REPLAY_BYTES);
    }

    /** Lets Chronicle, and nobody else, at the corners of the JDK it needs. */
    static void openModules(Instrumentation instrumentation) {
        Map<String, Set<String>> packages = new HashMap<>();
        for (String each : ChronicleSettings.OPENS) {
            int slash = each.indexOf('/');
            packages.computeIfAbsent(each.substring(0, slash), module -> new HashSet<>())
                    .add(each.substring(slash + 1));
        }
        Module ours = Ledgers.class.getModule();
        packages.forEach((name, opened) -> ModuleLayer.boot().findModule(name).ifPresent(module -> {
            Map<String, Set<Module>> opens = new HashMap<>();
            for (String each : opened) {
                if (module.getPackages().contains(each)) {
                    opens.put(each, Set.of(ours));
                }
            }
            instrumentation.redefineModule(module, Set.of(), Map.of(), opens, Set.of(), Map.of());
        }));
    }
}
