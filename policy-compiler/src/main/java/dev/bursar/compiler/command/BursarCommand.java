// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.Environment;
import dev.bursar.runtime.vendor.Vendor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bursar}: the command line, and the one list of its verbs. */
@Command(
        name = "bursar",
        description = "Holds the purse strings of AI agents on the JVM. As an agent: -javaagent:bursar.jar=bursar.yaml",
        mixinStandardHelpOptions = true,
        versionProvider = BursarCommand.Version.class,
        synopsisSubcommandLabel = "VERB",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bursar check bursar.yaml",
            "  bursar explain bursar.yaml --caller billing 'POST /v1/charges' --param amount=2999 --param currency=usd",
            "  bursar dump bursar-state --caller billing --since 1h --follow",
            "  bursar verify bursar-state",
            "  bursar report bursar-state -o report.html --policy bursar.yaml",
            "  bursar export bursar-state --format otlp -o bursar-logs.jsonl"
        })
public final class BursarCommand implements Callable<Integer> {

    /** Not an answer of any verb: the command itself failed. */
    private static final int FAILED = 70;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private BursarCommand() {}

    /** The whole command line. Exit codes: 0 yes, 1 no, 2 wrong usage, 70 the command failed. */
    public static CommandLine commandLine(Vendor vendor, Environment environment) {
        List<Object> verbs = List.of(
                new CheckCommand(vendor, environment),
                new ExplainCommand(vendor),
                new DumpCommand(),
                new VerifyCommand(environment),
                new ReportCommand(vendor),
                new ExportCommand());
        CommandLine line = new CommandLine(new BursarCommand());
        verbs.forEach(line::addSubcommand);
        line.setExecutionExceptionHandler((e, failed, parsed) -> {
            failed.getErr().println("bursar: failed: " + e);
            return FAILED;
        });
        return line;
    }

    /** Without a verb there is nothing to do. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** The version of this build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = BursarCommand.class.getResourceAsStream("version.txt")) {
                if (in == null) {
                    throw new IOException("this build lacks version.txt");
                }
                return new String[] {"bursar " + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }
}
