// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.launcher.watching.Watchers;
import dev.bursar.runtime.gate.Books;
import dev.bursar.runtime.gate.Leftovers;
import dev.bursar.runtime.gate.Rebuild;
import dev.bursar.runtime.idempotency.LocalActions;
import dev.bursar.runtime.journal.ChronicleSettings;
import dev.bursar.runtime.journal.ForceListener;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.journal.RefusalMerger;
import dev.bursar.runtime.ledger.LocalLedger;
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
        return open(policy, recorded -> {}, ForceListener.NONE);
    }

    private static Books open(Policy policy, Consumer<Recorded> also, ForceListener forces)
            throws JournalUnavailableException {
        Books.Account rehearsed = account(policy);
        if (policy.keeping().ledger() instanceof LedgerSettings.Redis redis) {
            Leftovers leftovers = new Leftovers();
            Journal journal = journal(policy, leftovers::accept, also, forces);
            SharedBooks.Open shared = SharedBooks.open(policy, redis, leftovers, journal);
            return new Books(
                    shared.closing(journal), shared.account(), rehearsed, Vouching.pseudonyms(policy, journal));
        }
        Books.Account live = account(policy);
        Rebuild rebuild = new Rebuild(live);
        Journal journal = journal(policy, rebuild::accept, also, forces);
        return new Books(journal, live, rehearsed, Vouching.pseudonyms(policy, journal));
    }

    private static Journal journal(
            Policy policy, Consumer<Recorded> rebuild, Consumer<Recorded> also, ForceListener forces)
            throws JournalUnavailableException {
        return new RefusalMerger(Vouching.open(policy, rebuild.andThen(also), forces));
    }

    private static Books.Account account(Policy policy) {
        return new Books.Account(new LocalLedger(policy.zone()), new LocalActions(REPLAY_BYTES));
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
