// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.restore;

import dev.bursar.compiler.Catalogue;
import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.launcher.SharedBooks;
import dev.bursar.runtime.gate.Books;
import dev.bursar.runtime.gate.Leftovers;
import dev.bursar.runtime.gate.Rebuild;
import dev.bursar.runtime.idempotency.ActionsUnavailableException;
import dev.bursar.runtime.idempotency.RedisActions;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.ledger.RedisLedger;
import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.RedisException;
import dev.bursar.runtime.redis.SharedRedis;
import dev.bursar.runtime.vendor.Vendor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a shared ledger back what it has lost, from the journals of all that count on it. */
@Command(
        name = "restore",
        description = {
            "Gives the Redis ledger of a policy what the journals in these state directories have, and lets everybody count on it again.",
            "What is there already stays. While it runs every call that moves money is refused."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Name the state directories of ALL processes that share the ledger: what only a journal knows that is not named here is",
            "not counted, and can be spent a second time. The processes may go on running.",
            "",
            "Example:",
            "  bursar restore bursar.yaml /srv/a/bursar-state /srv/b/bursar-state",
            "",
            "Exit codes:",
            "  0  restored",
            "  1  not restored: says why; the ledger goes on refusing until it is",
            "  2  wrong use, or a policy with errors or without a Redis ledger"
        })
public final class RestoreCommand implements Callable<Integer> {

    private static final int NOT_RESTORED = 1;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Vendor vendor;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "POLICY", description = "The policy whose `ledger` is a Redis.")
    @Nullable
    Path file;

    @Parameters(index = "1..*", paramLabel = "STATE", arity = "1..*", description = "The state directories.")
    List<Path> states = List.of();

    private long records;
    private long progress = System.nanoTime();

    public RestoreCommand(Vendor vendor) {
        this.vendor = vendor;
    }

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Compilation compilation = PolicyCompiler.compile(Objects.requireNonNull(file), Catalogue.of(vendor));
        if (compilation instanceof Compilation.Failed failed) {
            failed.problems().forEach(problem -> command.getErr().println(problem));
            return CommandLine.ExitCode.USAGE;
        }
        Policy policy = ((Compilation.Compiled) compilation).policy();
        if (!(policy.keeping().ledger() instanceof LedgerSettings.Redis settings)) {
            command.getErr()
                    .println("bursar: the `ledger` of `" + file + "` is `local`, so there is nothing to restore");
            return CommandLine.ExitCode.USAGE;
        }
        try {
            restore(policy, settings, command);
            return CommandLine.ExitCode.OK;
        } catch (IOException | RedisException | IllegalStateException | ActionsUnavailableException e) {
            command.getErr().println("bursar: not restored: " + e.getMessage());
            return NOT_RESTORED;
        }
    }

    private void restore(Policy policy, LedgerSettings.Redis settings, CommandLine command)
            throws IOException, RedisException {
        PrintWriter out = command.getOut();
        try (SharedRedis person = redis(settings, Membership.fresh())) {
            person.restoring();
            Set<String> former = new HashSet<>();
            for (Path state : states) {
                Membership member = member(state, former);
                long before = records;
                try (SharedRedis redis = redis(settings, member);
                        JournalReader reader = JournalReader.open(state)) {
                    redis.restoring();
                    Rebuild rebuild = new Rebuild(new Books.Account(
                            new RedisLedger(redis, policy.zone(), true), new RedisActions(redis, 0, true)));
                    reader.read(recorded -> {
                        rebuild.accept(recorded);
                        records++;
                        tell(command.getErr(), state);
                    });
                }
                out.println("`" + state + "`: " + (records - before) + " records");
            }
            person.restored(former);
        }
        out.println("restored: the ledger counts again, with what " + records + " records of " + states.size()
                + (states.size() == 1 ? " journal" : " journals") + " have");
    }

    private void tell(PrintWriter err, Path state) {
        if (System.nanoTime() - progress >= PROGRESS_NANOS) {
            progress = System.nanoTime();
            err.println("`" + state + "`: " + records + " records so far");
        }
    }

    /** As whom the process of this directory counts, and all epochs that it knew. */
    private static Membership member(Path state, Set<String> former) throws IOException {
        Membership[] last = {null};
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(recorded -> {
                Entry entry = recorded.entry();
                if (entry.kind() == Kind.LEDGER && Leftovers.JOINED.equals(entry.decision())) {
                    Membership found = Membership.parse(entry.reason());
                    if (found != null && found.epoch() != null) {
                        former.add(found.epoch());
                        last[0] = found;
                    }
                }
            });
        }
        return last[0] == null ? Membership.fresh() : last[0];
    }

    private static SharedRedis redis(LedgerSettings.Redis settings, Membership member) {
        return new SharedRedis(SharedBooks.address(settings), member, new SharedRedis.Witness() {
            @Override
            public void remembered(Membership membership) {}

            @Override
            public void troubled(String what) {}
        });
    }
}
