// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.dump.Csv;
import dev.bursar.compiler.dump.DumpFormat;
import dev.bursar.compiler.dump.Filter;
import dev.bursar.compiler.dump.JsonLines;
import dev.bursar.compiler.dump.Table;
import dev.bursar.compiler.dump.Terminal;
import dev.bursar.compiler.dump.TimeArgument;
import dev.bursar.runtime.journal.BrokenJournalException;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.KeyText;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Pseudonyms;
import dev.bursar.runtime.journal.Recorded;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
            "Exit codes:",
            "  0  shown to the end",
            "  1  the journal cannot be read or is broken; what stands before the damage has been shown",
            "  2  wrong use"
        })
public final class DumpCommand implements Callable<Integer> {

    static final int SHOWN = 0;
    static final int BROKEN = 1;
    private static final long PAUSE_MS = 200;
    private static final long LINES_BETWEEN_LOOKS = 256;
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

    @Option(names = "--caller", paramLabel = "C", description = "Only of this caller.")
    @Nullable
    String caller;

    @Option(names = "--run", paramLabel = "R", description = "Only of this run.")
    @Nullable
    String run;

    @Option(
            names = "--customer",
            paramLabel = "ID",
            description = "Only calls about this customer of the vendor's, or this e-mail address. Hashed with the key in the state directory,"
                    + " or with --key.")
    @Nullable
    String customer;

    @Option(
            names = "--key",
            paramLabel = "env:NAME|file:PATH",
            description = "The key that `pseudonyms` of the policy names, if it names one.")
    @Nullable
    String key;

    @Option(
            names = "--since",
            paramLabel = "T",
            description =
                    "Not before this time: an instant (2026-11-02T12:00:00Z), a local date or date and time, or how long ago (15m).")
    @Nullable
    String since;

    @Option(
            names = "--until",
            paramLabel = "T",
            description = "Before this time, as --since; a date includes its whole day.")
    @Nullable
    String until;

    @Option(
            names = "--kind",
            paramLabel = "K",
            split = ",",
            description =
                    "Only of this kind: admitted, settled, refused, rehearsed, observed, policy, alert or ledger. May be given more than once.")
    List<String> kinds = List.of();

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
        PrintStream out = new PrintStream(new BufferedOutputStream(output, BUFFER), false, StandardCharsets.UTF_8);
        Sink sink = new Sink(out, format(command), filter(command));
        try (JournalReader reader = JournalReader.open(Objects.requireNonNull(state))) {
            out.print(sink.format.header());
            if (follow) {
                do {
                    reader.poll(sink);
                } while (sink.isHeard() && pause());
            } else {
                reader.read(sink);
            }
            out.flush();
            reader.remarks().forEach(remark -> command.getErr().println("note: " + remark));
            return SHOWN;
        } catch (Unheard e) {
            // whoever read this has seen enough
            return SHOWN;
        } catch (BrokenJournalException e) {
            out.flush();
            command.getErr().println(e.getMessage());
            return BROKEN;
        } catch (IOException e) {
            command.getErr().println("the journal cannot be read: " + message(e));
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

    private Filter filter(CommandLine command) {
        Set<Kind> wanted = EnumSet.noneOf(Kind.class);
        for (String word : kinds) {
            wanted.add(Arrays.stream(Kind.values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            command,
                            "`" + word + "` is not a kind: write "
                                    + Arrays.stream(Kind.values())
                                            .map(Kind::word)
                                            .collect(Collectors.joining("`, `", "`", "`")))));
        }
        Instant now = Instant.now();
        return new Filter(caller, run, time(command, since, now, false), time(command, until, now, true), wanted, subject(command));
    }

    private @Nullable String subject(CommandLine command) {
        if (customer == null) {
            return null;
        }
        try {
            Pseudonyms pseudonyms = key == null
                    ? Pseudonyms.find(Objects.requireNonNull(state))
                    : Pseudonyms.with(KeyText.read(key, System::getenv));
            if (pseudonyms == null) {
                throw new ParameterException(
                        command, "there is no key of pseudonyms in `" + state + "`; name the policy's with --key");
            }
            String plain = customer.indexOf('@') < 0 ? customer : customer.toLowerCase(Locale.ROOT);
            return pseudonyms.of(plain);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(command, "the key of the pseudonyms cannot be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable Instant time(CommandLine command, @Nullable String text, Instant now, boolean end) {
        try {
            return text == null ? null : TimeArgument.parse(text, now, ZoneId.systemDefault(), end);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, Objects.requireNonNull(e.getMessage()), e);
        }
    }

    static String message(IOException e) {
        return e instanceof AccessDeniedException denied
                ? "no permission to read `" + denied.getFile() + "`"
                : String.valueOf(e.getMessage());
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

    /** Prints what the filter lets through, as long as somebody reads it. */
    private static final class Sink implements Consumer<Recorded> {
        private final PrintStream out;
        private final DumpFormat format;
        private final Filter filter;
        private long printed;

        Sink(PrintStream out, DumpFormat format, Filter filter) {
            this.out = out;
            this.format = format;
            this.filter = filter;
        }

        @Override
        public void accept(Recorded recorded) {
            if (filter.test(recorded)) {
                out.print(format.line(recorded));
                if (++printed % LINES_BETWEEN_LOOKS == 0 && !isHeard()) {
                    throw new Unheard();
                }
            }
        }

        /** Flushes; false once the other end of a pipe is closed. */
        boolean isHeard() {
            return !out.checkError();
        }
    }

    private static final class Unheard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unheard() {
            super("the output is closed", null, false, false);
        }
    }
}
