// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.dump.Csv;
import dev.bursar.compiler.dump.DumpFormat;
import dev.bursar.compiler.dump.JsonLines;
import dev.bursar.compiler.dump.Table;
import dev.bursar.compiler.dump.Terminal;
import dev.bursar.runtime.journal.BrokenJournalException;
import dev.bursar.runtime.journal.JournalReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the journal of a state directory, from outside: also of a running process, also of a copy that may only be read. */
@NullMarked
@Command(
        name = "dump",
        description = "Shows what has been decided, sent and refused.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Reads only: it needs no permission to write, and takes no lock, so it may be run on the state directory of a running process.",
            "",
            "Examples:",
            "  bursar dump state --since 15m",
            "  bursar dump state --kind refused --caller billing --since 2026-11-02",
            "  bursar dump state --format jsonl --run run_7 | jq 'select(.amount)'",
            "  bursar dump state --customer cus_Q1 --kind settled",
            "  bursar dump state --follow",
            "",
            "--follow goes on from directory to directory, over days, restarts and failures of the writer. A record that was seen and never",
            "acknowledged, because the writer failed, is replaced: a note says which, and the sequence goes on from there.",
            "",
            "Exit codes:",
            "  0  shown to the end",
            "  1  the journal cannot be read or is broken, and what stands before the damage has been shown; or not all could be written",
            "  2  wrong use"
        })
public final class DumpCommand implements Callable<Integer> {

    static final int SHOWN = 0;
    static final int BROKEN = 1;
    private static final long PAUSE_MS = 200;
    private static final int BUFFER = 64 * 1024;

    private final OutputStream output;
    private final Terminal terminal;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STATE", description = "The state directory named by `state` in the policy.")
    @Nullable
    Path state;

    @Option(
            names = "--format",
            paramLabel = "table|jsonl|csv",
            defaultValue = "table",
            description = "A table for people (the default), one JSON object a line, or CSV.")
    String format = "table";

    @Mixin
    FilterOptions which = new FilterOptions();

    @Option(names = "--follow", description = "Goes on showing what is recorded, until it is interrupted.")
    boolean follow;

    public DumpCommand() {
        this(System.out, Terminal.detect(System.getenv()));
    }

    /** @param output gets UTF-8; it is flushed, not closed */
    public DumpCommand(OutputStream output, Terminal terminal) {
        this.output = output;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Outlet outlet = new Outlet(output);
        PrintStream out = new PrintStream(new BufferedOutputStream(outlet, BUFFER), false, StandardCharsets.UTF_8);
        Sink sink = new Sink(out, format(command), which.filter(command, Instant.now(), Objects.requireNonNull(state)));
        try (JournalReader reader = JournalReader.open(Objects.requireNonNull(state))) {
            sink.header();
            if (follow) {
                int told = 0;
                do {
                    reader.poll(sink);
                    told = remark(command, reader.remarks(), told);
                } while (sink.isHeard() && pause());
                return ended(command, outlet);
            }
            reader.read(sink);
            out.flush();
            remark(command, reader.remarks(), 0);
            return ended(command, outlet);
        } catch (Sink.Unheard e) {
            return ended(command, outlet);
        } catch (BrokenJournalException e) {
            out.flush();
            command.getErr().println(e.getMessage());
            return BROKEN;
        } catch (IOException e) {
            command.getErr().println("the journal cannot be read: " + message(e));
            return BROKEN;
        }
    }

    /** Whether all was shown, or as much as anybody wanted to see. */
    static int ended(CommandLine command, Outlet outlet) {
        try {
            outlet.check();
            return SHOWN;
        } catch (IOException e) {
            command.getErr().println(e.getMessage());
            return BROKEN;
        }
    }

    private DumpFormat format(CommandLine command) {
        return switch (format) {
            case "table" -> new Table(terminal.width(), terminal.colour());
            case "jsonl" -> new JsonLines();
            case "csv" -> new Csv();
            default ->
                throw new ParameterException(
                        command, "`" + format + "` is not a format: write `table`, `jsonl` or `csv`");
        };
    }

    static String message(IOException e) {
        return e instanceof AccessDeniedException denied
                ? "no permission to read `" + denied.getFile() + "`"
                : String.valueOf(e.getMessage());
    }

    /** Tells the remarks from number {@code told} on. @return how many have been told by then */
    private static int remark(CommandLine command, List<String> remarks, int told) {
        remarks.subList(told, remarks.size()).forEach(remark -> command.getErr().println("note: " + remark));
        command.getErr().flush();
        return remarks.size();
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
