// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import com.acme.DemoApplication;
import com.acme.simulator.SimKey;
import com.acme.simulator.StripeSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs one application twice against one simulator: bare, and with the agent. The system property {@code bursar.jar} is
 * the path of the agent. Exits with 0 if everything is as it should be with the agent, 1 if not, 2 if it cannot run.
 */
public final class Demo {
    private static final String BILLING_KEY = "rk_test_demo_billing";
    private static final String REFUNDS_KEY = "rk_test_demo_refunds";
    private static final String ADDRESS_IN_POLICY = "http://127.0.0.1:4242";

    private final Path agent;
    private final Path workspace;
    private final Screen screen;

    /** Works in a new directory of {@code workspace}, which stays, so that the journal can be read again. */
    Demo(Path agent, Path workspace, Screen screen) {
        this.agent = agent.toAbsolutePath().normalize();
        this.workspace = workspace;
        this.screen = screen;
    }

    public static void main(String[] args) throws Exception {
        Path agent = Path.of(System.getProperty("bursar.jar", "agent/launcher/target/bursar.jar"));
        Path workspace = Path.of(System.getProperty("java.io.tmpdir"));
        System.exit(new Demo(agent, workspace, Screen.ofThisProcess()).run());
    }

    int run() throws IOException, InterruptedException {
        if (!Files.isRegularFile(agent)) {
            screen.line("no agent at `" + agent
                    + "`: build it with `mvn -q -DskipTests package`, or say where it is with" + " -Dbursar.jar=PATH");
            return 2;
        }
        Path directory = Files.createTempDirectory(workspace, "bursar-demo");
        try (StripeSimulator stripe = StripeSimulator.start()
                .accept(
                        SimKey.unrestricted("global", DemoApplication.GLOBAL_KEY),
                        SimKey.restricted("billing", BILLING_KEY, "charges:write", "customers:write"),
                        SimKey.restricted("refunds", REFUNDS_KEY, "refunds:write", "charges:read"))) {
            return compare(stripe, directory);
        }
    }

    private int compare(StripeSimulator stripe, Path directory) throws IOException, InterruptedException {
        Path policy = writePolicy(stripe, directory);
        Child child = new Child(screen, directory);

        screen.line("Two agents, one Stripe (a simulator on " + stripe.baseUrl() + "), the same application twice.");
        screen.title("Without Bursar, the agents say:");
        Child.Result bare = child.java("running without Bursar", application(stripe, List.of()), Map.of());
        screen.indented(bare.lines());
        Findings before = Findings.of(stripe);

        stripe.reset();
        screen.title("With -javaagent:" + agent.getFileName() + "=" + policy.getFileName() + ", the agents say:");
        Child.Result governed = child.java(
                "running with Bursar",
                application(stripe, List.of("-javaagent:" + agent + "=" + policy)),
                Map.of("STRIPE_BILLING_KEY", BILLING_KEY, "STRIPE_REFUNDS_KEY", REFUNDS_KEY));
        screen.indented(governed.lines());
        Comparison comparison = Comparison.of(before, Findings.of(stripe));

        Path state = directory.resolve("bursar-state");
        screen.title("The journal (java -jar " + agent.getFileName() + " dump " + state + "):");
        Child.Result journal = child.java(
                "reading the journal", List.of("-jar", agent.toString(), "dump", state.toString()), Map.of());
        screen.indented(journal.lines());

        Path page = directory.resolve("report.html");
        Child.Result report = child.java(
                "making a page of it",
                List.of(
                        "-jar",
                        agent.toString(),
                        "report",
                        state.toString(),
                        "-o",
                        page.toString(),
                        "--policy",
                        policy.toString()),
                Map.of());
        screen.title("The same as a page for a browser: " + page.toUri());

        screen.title("Counted by the simulator, from what came over the wire:");
        screen.indented(comparison.lines(screen.colour()));
        return verdict(bare, governed, journal, report, comparison);
    }

    private int verdict(
            Child.Result bare,
            Child.Result governed,
            Child.Result journal,
            Child.Result report,
            Comparison comparison) {
        List<String> problems = new ArrayList<>();
        ended("the application without Bursar", bare, problems);
        ended("the application with Bursar", governed, problems);
        ended("the dump of the journal", journal, problems);
        ended("the report of the journal", report, problems);
        if (!comparison.asWanted()) {
            problems.add("not every count is as it should be with Bursar");
        }
        screen.title(
                problems.isEmpty() ? "All as it should be." : "Not as it should be: " + String.join("; ", problems));
        return problems.isEmpty() ? 0 : 1;
    }

    private static void ended(String who, Child.Result result, List<String> problems) {
        if (result.exit() != 0) {
            problems.add(who + " ended with exit code " + result.exit());
        }
    }

    private static List<String> application(StripeSimulator stripe, List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("-Dstripe.base=" + stripe.baseUrl());
        arguments.add("-classpath");
        arguments.add(System.getProperty("java.class.path"));
        arguments.add(DemoApplication.class.getName());
        return arguments;
    }

    /** The policy beside this class, with the simulator's address, which is new each time. */
    private static Path writePolicy(StripeSimulator stripe, Path directory) throws IOException {
        try (InputStream template = Demo.class.getResourceAsStream("bursar.yaml")) {
            if (template == null) {
                throw new IOException("the policy `bursar.yaml` is not beside the demo's classes");
            }
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            if (!text.contains(ADDRESS_IN_POLICY)) {
                throw new IOException("the policy `bursar.yaml` does not name `" + ADDRESS_IN_POLICY + "`");
            }
            return Files.writeString(
                    directory.resolve("bursar.yaml"), text.replace(ADDRESS_IN_POLICY, stripe.baseUrl()));
        }
    }
}
