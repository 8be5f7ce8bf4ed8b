// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.Catalogue;
import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.compiler.dump.Terminal;
import dev.bursar.compiler.report.Asked;
import dev.bursar.compiler.report.Journalled;
import dev.bursar.compiler.report.ReportPage;
import dev.bursar.compiler.report.Summary;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.vendor.Vendor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report STATE -o FILE}: one page of a journal, for a browser. */
@NullMarked
@Command(
        name = "report",
        description =
                "Makes one page of what was spent, refused, repeated and left unknown, to be opened in a browser.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The page holds all it needs and asks nothing of any network. It shows what the journal says of callers, amounts and objects: treat",
            "it as you treat the journal. It stays small however long the journal: sums, and the last 1,000 records.",
            "",
            "Examples:",
            "  bursar report state -o report.html",
            "  bursar report state -o november.html --policy bursar.yaml --since 2026-11-01 --until 2026-11-30",
            "",
            "Exit codes:",
            "  0  made",
            "  1  the journal cannot be read or is broken, the policy has errors, or the file cannot be written: no page is made",
            "  2  wrong use"
        })
public final class ReportCommand implements Callable<Integer> {

    private static final int MADE = 0;
    private static final int FAILED = 1;

    private final Vendor vendor;
    private final Terminal terminal;
    private final InstantSource clock;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STATE", description = "The state directory named by `state` in the policy.")
    @Nullable
    Path state;

    @Option(names = "-o", paramLabel = "FILE.html", required = true, description = "Where the page is written.")
    @Nullable
    Path output;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description =
                    "Shows the caps of this policy, in its time zone. Without it, the caps that the records name, in UTC.")
    @Nullable
    Path policy;

    @Option(
            names = "--since",
            paramLabel = "T",
            description =
                    "Tells of what happened from this time on: an instant (2026-11-02T12:00:00Z), a local date or date and time, or how long ago (15m).")
    @Nullable
    String since;

    @Option(
            names = "--until",
            paramLabel = "T",
            description = "Tells of what happened before this time, as --since; a date includes its whole day.")
    @Nullable
    String until;

    ReportCommand(Vendor vendor) {
        this(vendor, Terminal.detect(System.getenv()), InstantSource.system());
    }

    ReportCommand(Vendor vendor, Terminal terminal, InstantSource clock) {
        this.vendor = vendor;
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Path directory = Objects.requireNonNull(state);
        Path file = Objects.requireNonNull(output);
        Instant now = clock.instant();
        Policy known = null;
        if (policy != null) {
            Compilation compilation = PolicyCompiler.compile(policy, Catalogue.of(vendor));
            if (compilation instanceof Compilation.Failed failed) {
                failed.problems()
                        .forEach(
                                problem -> command.getErr().println(problem.place() + ": error: " + problem.message()));
                return FAILED;
            }
            known = ((Compilation.Compiled) compilation).policy();
        }
        ZoneId zone = known == null ? ZoneId.systemDefault() : known.zone();
        Asked asked = new Asked(
                directory,
                known,
                Journals.time(command, since, now, zone, false),
                Journals.time(command, until, now, zone, true));
        try (JournalReader reader = JournalReader.open(directory)) {
            Summary summary = new Summary(asked);
            Progress progress = new Progress(command.getErr(), terminal.colour(), System::nanoTime);
            reader.read(recorded -> {
                summary.accept(recorded);
                progress.step();
            });
            progress.end();
            Journalled journal = new Journalled(reader.sequence(), reader.hash(), reader.remarks());
            byte[] page = ReportPage.html(summary, journal, now).getBytes(StandardCharsets.UTF_8);
            Journals.replace(file, out -> out.write(page));
            command.getOut().println(file + ": " + reader.sequence() + " records read");
            command.getOut().flush();
            return MADE;
        } catch (IOException e) {
            command.getErr().println(DumpCommand.message(e));
            return FAILED;
        }
    }
}
