// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.Catalogue;
import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Charge;
import dev.bursar.runtime.policy.Condition;
import dev.bursar.runtime.policy.Decider;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.Verdict;
import dev.bursar.runtime.vendor.Cost;
import dev.bursar.runtime.vendor.Vendor;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain POLICY --caller C 'POST /v1/refunds'}: what the policy says to one call, and why. */
@Command(
        name = "explain",
        description = {
            "Tells what a policy says to one call, by which rule, what it would hold, and the caps that must have room for it.",
            "Exit code 0: allowed; 1: refused; 2: wrong usage, or a policy with errors."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    private final Vendor vendor;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "POLICY", description = "the policy file")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path policy;

    @Parameters(index = "1", paramLabel = "CALL", description = "method and path, such as 'POST /v1/refunds'")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String call;

    @Option(names = "--caller", required = true, paramLabel = "CALLER", description = "a caller of the policy")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String caller;

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "a parameter of the request; may be repeated")
    private List<String> params = new ArrayList<>();

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "the connected account the request acts for")
    private @Nullable String account;

    ExplainCommand(Vendor vendor) {
        this.vendor = vendor;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Compilation compilation = PolicyCompiler.compile(policy, Catalogue.of(vendor));
        if (!(compilation instanceof Compilation.Compiled compiled)) {
            PrintWriter err = spec.commandLine().getErr();
            ((Compilation.Failed) compilation).problems().forEach(err::println);
            return CommandLine.ExitCode.USAGE;
        }
        Policy checked = compiled.policy();
        CallerPolicy named = checked.callers().get(caller);
        if (named == null) {
            throw usage("the policy has no caller `" + caller + "`; it has "
                    + String.join(", ", checked.callers().keySet()));
        }
        Verdict verdict = decide(checked, named);
        if (verdict instanceof Verdict.Allowed allowed) {
            explain(out, checked, named, allowed);
        } else {
            Refusal refusal = ((Verdict.Refused) verdict).refusal();
            out.println("refused: " + refusal.code() + " (status " + refusal.status() + ", " + refusal.rule() + ")");
            out.println("  " + refusal.message());
        }
        out.flush();
        return verdict instanceof Verdict.Allowed ? CommandLine.ExitCode.OK : 1;
    }

    private Verdict decide(Policy checked, CallerPolicy named) {
        int space = call.indexOf(' ');
        String path = space < 0 ? "" : call.substring(space + 1).strip();
        if (!path.startsWith("/")) {
            throw usage("`" + call + "` is not a method and a path, such as 'POST /v1/refunds'");
        }
        if (path.indexOf('?') >= 0) {
            throw usage("give parameters by --param NAME=VALUE, not in the path");
        }
        String method = call.substring(0, space);
        Operation operation = path.indexOf('{') >= 0 ? vendor.written(method, path) : vendor.operation(method, path);
        dev.bursar.runtime.call.Parameters parameters =
                operation == null ? dev.bursar.runtime.call.Parameters.NONE : parameters(operation);
        Charge charge = operation == null ? new Charge.Nothing() : charge(vendor.cost(operation, parameters));
        return Decider.decide(checked, named, operation, parameters, charge, vendor::money, account, Instant.now());
    }

    /** Read by the vendor itself, so that a parameter means here what it means in a request. */
    private dev.bursar.runtime.call.Parameters parameters(Operation operation) {
        StringBuilder form = new StringBuilder();
        for (String param : params) {
            int equals = param.indexOf('=');
            if (equals <= 0) {
                throw usage("`" + param + "` is not NAME=VALUE");
            }
            form.append(form.isEmpty() ? "" : "&")
                    .append(encoded(param.substring(0, equals)))
                    .append('=')
                    .append(encoded(param.substring(equals + 1)));
        }
        return operation.method().equals("GET")
                ? vendor.parameters(operation, form.toString(), null, new byte[0], null)
                : vendor.parameters(
                        operation,
                        null,
                        "application/x-www-form-urlencoded",
                        form.toString().getBytes(StandardCharsets.UTF_8),
                        null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Charge charge(Cost cost) {
        if (cost instanceof Cost.Nothing) {
            return new Charge.Nothing();
        }
        if (cost instanceof Cost.Stated stated) {
            return new Charge.Stated(stated.most());
        }
        if (cost instanceof Cost.StatedWithoutCurrency stated) {
            return new Charge.StatedWithoutCurrency(stated.minorUnits());
        }
        if (cost instanceof Cost.Unstated unstated) {
            return new Charge.Unstated(unstated.why());
        }
        return new Charge.Malformed(((Cost.Malformed) cost).why());
    }

    private static void explain(PrintWriter out, Policy checked, CallerPolicy named, Verdict.Allowed allowed) {
        out.println("allowed by `" + allowed.rule().text() + "` ("
                + allowed.rule().place().brief() + ")");
        for (Map.Entry<String, Condition> entry : allowed.rule().conditions().entrySet()) {
            out.println("  " + entry.getKey() + ": " + shown(entry.getValue()));
        }
        out.println("holds: " + (allowed.hold() == null ? "nothing" : allowed.hold()));
        List<String> caps = new ArrayList<>();
        for (Cap cap : named.caps()) {
            if (allowed.hold() != null || cap instanceof Cap.OfCalls) {
                caps.add(cap.toString());
            }
        }
        out.println("caps: " + (caps.isEmpty() ? "none" : String.join(", ", caps)));
        Mode mode = named.mode();
        out.println("mode: " + (mode == null ? checked.mode() : mode).word());
    }

    private static String shown(Condition condition) {
        List<String> parts = new ArrayList<>();
        if (condition.max() != null) {
            parts.add("at most " + condition.max());
        }
        if (condition.like() != null) {
            parts.add("like `" + condition.like() + "`");
        }
        if (condition.required()) {
            parts.add("required");
        }
        if (condition.forbidden()) {
            parts.add("forbidden");
        }
        if (condition.assume() != null) {
            parts.add("taken for " + condition.assume() + " if left out");
        }
        return String.join(", ", parts);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
