// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.runtime.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a journal from its first record to its last. */
@NullMarked
@Command(
        name = "verify",
        description =
                "Checks that the journal is whole: no record missing, none changed, each following the one before.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The hashes are not keyed. They tell damage and careless changes, and records taken from the middle; they cannot tell a journal",
            "that somebody with write access has made anew from some record on. To be sure of that, keep the printed hash elsewhere.",
            "",
            "Example:",
            "  bursar verify state",
            "",
            "Exit codes:",
            "  0  whole",
            "  1  not whole, or it cannot be read: says where",
            "  2  wrong use"
        })
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STATE", description = "The state directory named by `state` in the policy.")
    @Nullable
    Path state;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        try (JournalReader reader = JournalReader.open(Objects.requireNonNull(state))) {
            reader.read(recorded -> {});
            reader.remarks().forEach(remark -> command.getOut().println("note: " + remark));
            command.getOut()
                    .println("whole: " + reader.sequence() + " records; the hash of the last is " + reader.hash());
            return DumpCommand.SHOWN;
        } catch (IOException e) {
            command.getErr().println(DumpCommand.message(e));
            return DumpCommand.BROKEN;
        }
    }
}
