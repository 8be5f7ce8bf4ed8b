// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bursar.compiler.Catalogue;
import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.CredentialPresence;
import dev.bursar.compiler.Environment;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.compiler.Problem;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.vendor.Vendor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check POLICY}: every problem of a policy file. */
@Command(
        name = "check",
        description = "Tells every problem of a policy file. Exit code 0: none; 1: errors; 2: wrong usage.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    enum Format {
        text,
        json
    }

    private final Vendor vendor;
    private final Environment environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "POLICY", description = "the policy file")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path policy;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text or json; json is one object, {\"problems\": [{file, line, column, severity, message}]}",
            defaultValue = "text")
    private Format format = Format.text;

    CheckCommand(Vendor vendor, Environment environment) {
        this.vendor = vendor;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Compilation compilation = PolicyCompiler.compile(policy, Catalogue.of(vendor));
        if (compilation instanceof Compilation.Compiled compiled) {
            List<Problem> weak = CredentialPresence.weak(compiled, environment);
            compilation = weak.isEmpty() ? compiled : new Compilation.Failed(weak);
        }
        boolean failed = compilation instanceof Compilation.Failed;
        // A policy is often checked where its keys are not: their absence is a warning here and an error at start.
        List<Problem> problems = compilation instanceof Compilation.Compiled compiled
                ? CredentialPresence.problems(compiled, environment)
                : ((Compilation.Failed) compilation).problems();
        String severity = failed ? "error" : "warning";
        if (format == Format.json) {
            out.println(json(problems, severity));
        } else {
            problems.forEach(problem -> out.println(problem.place() + ": " + severity + ": " + problem.message()));
            if (compilation instanceof Compilation.Compiled compiled) {
                out.println(summary(compiled.policy()));
            }
        }
        out.flush();
        return failed ? 1 : CommandLine.ExitCode.OK;
    }

    private static String summary(Policy policy) {
        int rules = 0;
        for (CallerPolicy caller : policy.callers().values()) {
            rules += caller.allow().size();
        }
        return policy.file() + ": no errors (callers: " + policy.callers().size() + ", rules: " + rules + ", mode: "
                + policy.mode().word() + ")";
    }

    private static String json(List<Problem> problems, String severity) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("problems");
            for (Problem problem : problems) {
                json.writeStartObject();
                json.writeStringField("file", problem.place().file());
                json.writeNumberField("line", problem.place().line());
                json.writeNumberField("column", problem.place().column());
                json.writeStringField("severity", severity);
                json.writeStringField("message", problem.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }
}
