// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.dump.DumpFormat;
import dev.bursar.compiler.dump.Filter;
import dev.bursar.compiler.dump.FullLines;
import dev.bursar.compiler.dump.OtlpLines;
import dev.bursar.compiler.dump.Terminal;
import dev.bursar.runtime.journal.BrokenJournalException;
import dev.bursar.runtime.journal.JournalReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
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

/** {@code export STATE --format F}: the journal for other tools. */
@NullMarked
@Command(
        name = "export",
        description = "Writes the journal for other tools.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "  jsonl  every field of every record, one JSON object a line, with the hashes by which they follow each other",
            "  otlp   OpenTelemetry logs, one LogsData a line in OTLP/JSON, as a collector's otlpjsonfile receiver takes it; without the sealed",
            "         requests",
            "",
            "Examples:",
            "  bursar export state --format jsonl -o journal.jsonl",
            "  bursar export state --format otlp --since 1d -o bursar-logs.jsonl",
            "  duckdb -c \"COPY (FROM read_json('journal.jsonl')) TO 'journal.parquet'\"",
            "",
            "Exit codes:",
            "  0  written to the end",
            "  1  the journal cannot be read or is broken, or the file cannot be written; no file is made, and to standard output what stands",
            "     before the damage has been written",
            "  2  wrong use"
        })
public final class ExportCommand implements Callable<Integer> {

    private static final int BUFFER = 64 * 1024;

    private final OutputStream standard;
    private final Terminal terminal;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STATE", description = "The state directory named by `state` in the policy.")
    @Nullable
    Path state;

    @Option(names = "--format", paramLabel = "jsonl|otlp", required = true, description = "In what form.")
    @Nullable
    String format;

    @Option(names = "-o", paramLabel = "FILE", description = "Where to; standard output if it is not given.")
    @Nullable
    Path file;

    @Mixin
    FilterOptions which = new FilterOptions();

    public ExportCommand() {
        this(System.out, Terminal.detect(System.getenv()));
    }

    /** @param standard gets UTF-8; it is flushed, not closed */
    ExportCommand(OutputStream standard, Terminal terminal) {
        this.standard = standard;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        DumpFormat lines = lines(command, Objects.requireNonNull(format));
        Filter filter = which.filter(command, Instant.now(), Objects.requireNonNull(state));
        Path target = file;
        Outlet outlet = new Outlet(standard);
        try {
            if (target == null) {
                write(command, lines, filter, outlet);
                return DumpCommand.ended(command, outlet);
            }
            Journals.replace(target, out -> write(command, lines, filter, out));
            return DumpCommand.SHOWN;
        } catch (Sink.Unheard e) {
            if (target == null) {
                return DumpCommand.ended(command, outlet);
            }
            command.getErr().println(incomplete(target));
            return DumpCommand.BROKEN;
        } catch (BrokenJournalException e) {
            command.getErr().println(e.getMessage());
            return DumpCommand.BROKEN;
        } catch (IOException e) {
            command.getErr().println(DumpCommand.message(e));
            return DumpCommand.BROKEN;
        }
    }

    private void write(CommandLine command, DumpFormat lines, Filter filter, OutputStream target) throws IOException {
        PrintStream out = new PrintStream(new BufferedOutputStream(target, BUFFER), false, StandardCharsets.UTF_8);
        Sink sink = new Sink(out, lines, filter);
        Progress progress = new Progress(command.getErr(), terminal.colour(), System::nanoTime);
        try (JournalReader reader = JournalReader.open(Objects.requireNonNull(state))) {
            reader.read(recorded -> {
                sink.accept(recorded);
                progress.step();
            });
            progress.end();
            reader.remarks().forEach(remark -> command.getErr().println("note: " + remark));
        } finally {
            out.flush();
        }
        if (file != null) {
            if (!sink.isHeard()) {
                throw new IOException(incomplete(file));
            }
            command.getErr().println(file + ": " + sink.printed() + " records");
        }
    }

    private static String incomplete(Path file) {
        return "`" + file + "` cannot be written to its end: is the disk full?";
    }

    private static DumpFormat lines(CommandLine command, String format) {
        return switch (format) {
            case "jsonl" -> new FullLines();
            case "otlp" -> new OtlpLines();
            case "parquet" ->
                throw new ParameterException(
                        command,
                        "`parquet` is not written here: export `jsonl`, and let a tool such as DuckDB make it, with"
                                + " `COPY (FROM read_json('journal.jsonl')) TO 'journal.parquet'`");
            default ->
                throw new ParameterException(command, "`" + format + "` is not a format: write `jsonl` or `otlp`");
        };
    }
}
