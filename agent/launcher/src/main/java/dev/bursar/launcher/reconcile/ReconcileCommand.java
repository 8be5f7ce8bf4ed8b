// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.reconcile;

import dev.bursar.compiler.Catalogue;
import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.CredentialPresence;
import dev.bursar.compiler.Environment;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.compiler.Problem;
import dev.bursar.launcher.Ledgers;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.gate.Books;
import dev.bursar.runtime.gate.Reconciliation;
import dev.bursar.runtime.gate.Unsettled;
import dev.bursar.runtime.gate.UnsettledHolds;
import dev.bursar.runtime.gate.Way;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.vendor.Vendor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reconcile STATE|POLICY}: holds whose outcome is not known, and what became of them. */
@Command(
        name = "reconcile",
        description = {
            "Lists money that stays charged because it is not known whether it moved, and what can be done about it.",
            "With --apply and a policy it does that: it repeats the request under the same key while the vendor remembers the key, or",
            "looks up what the vendor keeps of it. What cannot be known stays charged, and is listed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A repeat carries out what never came: a charge that the vendor has not seen is made now. To only look up, add --no-repeat.",
            "Requests can be repeated if the policy had `seal` when they were sent. Looking up takes `events:read` on the caller's key.",
            "Listing takes no lock. To apply, the application must not be running.",
            "",
            "Examples:",
            "  bursar reconcile bursar-state",
            "  bursar reconcile bursar.yaml",
            "  bursar reconcile bursar.yaml --apply",
            "  bursar reconcile bursar.yaml --apply --no-repeat --caller billing --format jsonl",
            "",
            "Exit codes:",
            "  0  nothing is left whose outcome is not known",
            "  1  something is left, and listed; or the journal cannot be read or written",
            "  2  wrong use, or a policy with errors"
        })
public final class ReconcileCommand implements Callable<Integer> {

    private static final int NOTHING_LEFT = 0;
    private static final int LEFT = 1;
    private static final int USAGE = CommandLine.ExitCode.USAGE;

    /** A vendor's own limits on requests are not to be met. */
    private static final int AT_ONCE = 4;

    private static final long QUIET_MS = 2_000;

    private final List<Vendor> vendors;
    private final Environment environment;
    private final InstantSource clock = InstantSource.system();

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "STATE|POLICY",
            description = "The policy; or, to list only, the state directory named in it.")
    @Nullable
    Path argument;

    @Option(
            names = "--apply",
            description = "Does what can be done. Without it nothing is sent and nothing is written.")
    boolean apply;

    @Option(names = "--no-repeat", description = "Sends no request again; looks up only.")
    boolean noRepeat;

    @Option(
            names = "--caller",
            paramLabel = "CALLER",
            description = "Only of this caller. May be given more than once.")
    List<String> callers = new ArrayList<>();

    @Option(names = "--key", paramLabel = "KEY", description = "Only under this key. May be given more than once.")
    List<String> keys = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or jsonl, one object a line.")
    Shown.Format format = Shown.Format.table;

    public ReconcileCommand(List<Vendor> vendors, Environment environment) {
        this.vendors = List.copyOf(vendors);
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Path given = Objects.requireNonNull(argument);
        Policy policy = null;
        if (!Files.isDirectory(given)) {
            policy = policy(command, given);
            if (policy == null) {
                return USAGE;
            }
        } else if (apply) {
            throw new ParameterException(
                    command, "`" + given + "` is a state directory: to apply, name the policy, which has the keys");
        }
        Credentials credentials = new Credentials(environment::get, System::nanoTime);
        Reconciliation reconciliation = new Reconciliation(policy, vendors, credentials, clock);
        try {
            return apply && policy != null
                    ? settle(command, policy, reconciliation)
                    : list(command, unsettled(policy == null ? given : policy.state()), reconciliation);
        } catch (IOException e) {
            command.getErr()
                    .println(
                            e instanceof AccessDeniedException denied
                                    ? "no permission to read `" + denied.getFile() + "`"
                                    : String.valueOf(e.getMessage()));
            return LEFT;
        }
    }

    private @Nullable Policy policy(CommandLine command, Path file) {
        Compilation compilation = PolicyCompiler.compile(file, Catalogue.of(vendors.get(0)));
        List<Problem> problems = compilation instanceof Compilation.Compiled compiled
                ? CredentialPresence.weak(compiled, environment)
                : ((Compilation.Failed) compilation).problems();
        problems.forEach(command.getErr()::println);
        return problems.isEmpty() ? ((Compilation.Compiled) compilation).policy() : null;
    }

    private List<Unsettled> unsettled(Path state) throws IOException {
        UnsettledHolds holds = new UnsettledHolds();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(holds::accept);
        }
        return holds.list().stream()
                .filter(hold -> callers.isEmpty() || callers.contains(hold.caller()))
                .filter(hold -> keys.isEmpty() || keys.contains(hold.key()))
                .toList();
    }

    private int list(CommandLine command, List<Unsettled> holds, Reconciliation reconciliation) {
        Instant now = clock.instant();
        List<Shown> rows = holds.stream()
                .map(hold -> new Shown(hold, reconciliation.way(hold), null, now))
                .toList();
        show(command.getOut(), rows, false);
        if (!rows.isEmpty() && format == Shown.Format.table) {
            long can = rows.stream()
                    .filter(row -> row.way().kind() != Way.Kind.NONE)
                    .count();
            command.getOut()
                    .println(rows.size() + " unknown, " + can
                            + " of which can be looked into; nothing was sent or written");
            command.getOut().flush();
        }
        return rows.isEmpty() ? NOTHING_LEFT : LEFT;
    }

    private int settle(CommandLine command, Policy policy, Reconciliation reconciliation) throws IOException {
        Books books;
        try {
            // Before anything is read: what another process goes on writing must not be settled behind its back.
            books = Ledgers.open(policy);
        } catch (JournalUnavailableException e) {
            command.getErr().println("nothing was settled: " + e.getMessage());
            command.getErr()
                    .println("to apply, stop the application that uses it; without --apply it can be listed meanwhile");
            return list(command, unsettled(policy.state()), reconciliation);
        }
        try {
            List<Unsettled> holds = unsettled(policy.state());
            Instant now = clock.instant();
            List<Shown> rows = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            boolean recorded = true;
            try {
                HttpWire wire = new HttpWire();
                List<Future<Shown>> under = new ArrayList<>();
                for (Unsettled hold : holds) {
                    under.add(threads.submit(() -> {
                        Way way = reconciliation.way(hold);
                        return new Shown(hold, way, reconciliation.settle(hold, books, wire, !noRepeat), now);
                    }));
                }
                Progress progress = new Progress(command.getErr(), holds.size());
                for (int i = 0; i < under.size(); i++) {
                    try {
                        rows.add(await(under.get(i), progress, i));
                    } catch (ExecutionException e) {
                        recorded = false;
                        command.getErr()
                                .println("the hold under `" + holds.get(i).key() + "` is left as it was: "
                                        + (e.getCause() instanceof JournalUnavailableException unavailable
                                                ? unavailable.getMessage()
                                                : "it failed (" + kind(e) + ")"));
                    }
                }
            } finally {
                threads.shutdownNow();
            }
            show(command.getOut(), rows, true);
            long left = rows.stream()
                    .filter(row -> row.outcome() == null || row.outcome().isUnknown())
                    .count();
            if (format == Shown.Format.table && !rows.isEmpty()) {
                command.getOut().println((rows.size() - left) + " settled, " + left + " still unknown and charged");
                command.getOut().flush();
            }
            return left == 0 && recorded ? NOTHING_LEFT : LEFT;
        } finally {
            books.live().ledger().close();
            books.journal().close();
        }
    }

    private static Shown await(Future<Shown> shown, Progress progress, int done) throws ExecutionException {
        while (true) {
            try {
                return shown.get(QUIET_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                progress.say(done);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExecutionException(e);
            }
        }
    }

    /** Says how far it is, where it takes long. */
    private record Progress(PrintWriter err, int of) {
        void say(int done) {
            err.println("reconciled " + done + " of " + of);
            err.flush();
        }
    }

    private void show(PrintWriter out, List<Shown> rows, boolean done) {
        if (format == Shown.Format.jsonl) {
            rows.forEach(row -> out.println(row.json()));
        } else if (rows.isEmpty()) {
            out.println("nothing is unknown");
        } else {
            Shown.header(out, done);
            rows.forEach(row -> row.print(out));
        }
        out.flush();
    }

    /** Not its text, which may hold anything. */
    private static String kind(ExecutionException e) {
        Throwable cause = e.getCause();
        return (cause == null ? e : cause).getClass().getSimpleName();
    }
}
