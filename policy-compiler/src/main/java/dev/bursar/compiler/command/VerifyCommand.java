// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.Environment;
import dev.bursar.compiler.dump.Terminal;
import dev.bursar.runtime.credential.SecretSource;
import dev.bursar.runtime.journal.Problem;
import dev.bursar.runtime.journal.SnapshotCheck;
import dev.bursar.runtime.journal.checkpoint.CheckpointKey;
import dev.bursar.runtime.journal.checkpoint.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a journal from its first record to its last, and against what has been vouched for. */
@NullMarked
@Command(
        name = "verify",
        description = "Checks that the journal is whole, and says exactly where and how it is not.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Without checkpoints this finds damage and careless changes: the hashes of the records are not keyed, so that somebody with write",
            "access can make a journal anew from some record on, or cut off its end. With the checkpoints of the second place and their key it",
            "finds those too, up to the last record that was vouched for. Reads only; it may be run on the state directory of a running process.",
            "",
            "Examples:",
            "  bursar verify state",
            "  bursar verify state --checkpoints /var/log/bursar/checkpoints --key file:checkpoints.pub.pem",
            "  journalctl -t bursar | bursar verify state --checkpoints /dev/stdin --key env:CHECKPOINT_KEY",
            "",
            "Exit codes:",
            "  0  whole",
            "  1  not whole, or it cannot be read: says where",
            "  2  wrong use"
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final int MOST_SHOWN = 100;

    private final Environment environment;
    private final SnapshotCheck.@Nullable Fresh rebuilt;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STATE", description = "The state directory named by `state` in the policy.")
    @Nullable
    Path state;

    @Option(
            names = "--checkpoints",
            paramLabel = "FILE",
            description = "What was written to `to` of `checkpoints`; lines of a log around them do not matter.")
    @Nullable
    Path checkpoints;

    @Option(
            names = "--key",
            paramLabel = "env:NAME|file:PATH",
            description =
                    "The key of the checkpoints: the shared secret, or the public or private Ed25519 key. Once for each key that has"
                            + " been used.")
    List<String> keys = List.of();

    public VerifyCommand() {
        this(Environment.OF_PROCESS);
    }

    /** @param environment that {@code --key env:NAME} means */
    public VerifyCommand(Environment environment) {
        this(environment, null);
    }

    /** @param rebuilt makes what snapshots are made of; {@code null} if they cannot be checked */
    VerifyCommand(Environment environment, SnapshotCheck.@Nullable Fresh rebuilt) {
        this.environment = environment;
        this.rebuilt = rebuilt;
    }

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        List<CheckpointKey> known = keys(command);
        Verification verification;
        SnapshotCheck snapshots = null;
        try {
            Path directory = Objects.requireNonNull(state);
            Progress progress =
                    new Progress(err, Terminal.detect(System.getenv()).colour(), System::nanoTime);
            verification = Verification.of(directory, checkpoints, known, records -> progress.step());
            if (rebuilt != null && verification.problems().isEmpty()) {
                snapshots = SnapshotCheck.run(directory, rebuilt, records -> progress.step());
            }
            progress.end();
        } catch (NoSuchFileException e) {
            err.println("there is no file `" + e.getFile() + "`");
            return DumpCommand.BROKEN;
        } catch (IOException e) {
            err.println(DumpCommand.message(e));
            return DumpCommand.BROKEN;
        }
        verification.remarks().forEach(remark -> out.println("note: " + remark));
        if (verification.checkpoints() > 0) {
            long behind = verification.sequence() - verification.vouched();
            out.println("checkpoints: " + verification.checkpoints() + "; the last that holds is of record "
                    + verification.vouched()
                    + (behind == 0
                            ? ""
                            : behind == 1
                                    ? ", and 1 record stands behind it"
                                    : ", and " + behind + " records stand behind it"));
        }
        List<Problem> problems = new ArrayList<>(verification.problems());
        if (snapshots != null) {
            snapshots.remarks().forEach(remark -> out.println("note: " + remark));
            problems.addAll(snapshots.findings());
            if (snapshots.checked() > 0) {
                out.println("snapshots: " + snapshots.checked() + " made anew from the journal");
            }
        }
        if (problems.isEmpty()) {
            out.println("whole: " + verification.sequence() + " records"
                    + (verification.first() > 1 ? ", of which those from " + verification.first() + " on are here" : "")
                    + "; the hash of the last is " + verification.hash());
            return DumpCommand.SHOWN;
        }
        problems.stream().limit(MOST_SHOWN).forEach(err::println);
        err.println("the journal is broken: " + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                + (problems.size() > MOST_SHOWN ? ", of which the first " + MOST_SHOWN + " are shown" : ""));
        return DumpCommand.BROKEN;
    }

    private List<CheckpointKey> keys(CommandLine command) {
        List<CheckpointKey> known = new ArrayList<>();
        for (String source : keys) {
            try {
                known.add(CheckpointKey.of(SecretSource.of(source).text(environment::get)));
            } catch (IOException e) {
                throw new ParameterException(command, String.valueOf(e.getMessage()), e);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command, "the key in `" + source + "` " + e.getMessage(), e);
            }
        }
        return known;
    }
}
