// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.acme.simulator.Made;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Rows;
import dev.bursar.it.harness.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scripted model makes the tools of AI services charge, counted at the vendor, without the agent and with it. */
class LangChain4jIT {

    private static final Path CLASSES = Path.of(System.getProperty("bursar.it.classes"));

    private static final String CALLERS = """
            callers:
              billing:
                is: [com.acme.langchain4j.billing.**]
                runs: [com.acme.langchain4j.billing.Desk#serve]
                credential: file:billing.key
                allow: ["POST /v1/charges": {amount: {max: 200.00 USD}}]
                caps: [500.00 USD per day]
                idempotency: {same: [customer, amount, currency]}
              desk:
                is: [com.acme.langchain4j.desk.DeskAssistant, com.acme.langchain4j.desk.StreamingDesk]
                credential: file:desk.key
                allow: [charges:write]
              packed:
                is: [com.acme.langchain4j.packed.**]
                credential: file:packed.key
                allow: [charges:write]
              marked:
                is: ["@com.acme.langchain4j.Clerk(marked)"]
                credential: file:marked.key
                allow: [charges:write]
              orders:
                is: [com.acme.langchain4j.orders.OrderAssistant]
                runs: [{method: "com.acme.langchain4j.orders.OrderAssistant#handle", id: arg0}]
                credential: file:orders.key
                allow: [charges:write]
              office:
                is: ["com.acme.langchain4j.agentic.AgenticCases$Office#serve"]
                credential: file:office.key
                allow: [charges:write]
            """;

    private static final List<String> CALLER_NAMES = List.of("billing", "desk", "packed", "marked", "orders", "office");

    /** Charges without the agent, with it, and the key they were made with. */
    private record Expected(int without, int with, String key) {}

    /** The versions tried, and what they can do. */
    private enum Version {
        V1_0_1(false, false, false),
        V1_9_1(true, false, true),
        V1_16_1(true, false, true),
        V1_19_0(true, true, false);

        private final boolean guardrails;
        private final boolean toolsOnReprompt;
        private final boolean agentic;

        /** @param toolsOnReprompt whether the answer to a guardrail's reprompt may call tools, as it may since 1.17 */
        Version(boolean guardrails, boolean toolsOnReprompt, boolean agentic) {
            this.guardrails = guardrails;
            this.toolsOnReprompt = toolsOnReprompt;
            this.agentic = agentic;
        }

        String number() {
            return name().substring(1).replace('_', '.');
        }

        Map<String, Expected> expected() {
            Map<String, Expected> all = new TreeMap<>();
            all.put("once", new Expected(1, 1, "billing"));
            all.put("error", new Expected(2, 1, "billing"));
            all.put("reworded", new Expected(2, 1, "billing"));
            all.put("twice", new Expected(2, 2, "billing"));
            all.put("calls", new Expected(2, 2, "billing"));
            all.put("served", new Expected(2, 2, "billing"));
            all.put("swallowed", new Expected(2, 1, "billing"));
            all.put("refused", new Expected(1, 0, ""));
            all.put("streamed", new Expected(1, 1, "billing"));
            all.put("streamederror", new Expected(2, 1, "billing"));
            all.put("streamedagain", new Expected(2, 2, "billing"));
            all.put("streamedretried", new Expected(2, 1, "billing"));
            all.put("streamedtwice", new Expected(2, 2, "billing"));
            all.put("class", new Expected(1, 1, "desk"));
            all.put("unbounderror", new Expected(2, 1, "desk"));
            all.put("unboundswallowed", new Expected(2, 1, "desk"));
            all.put("streamedclass", new Expected(1, 1, "desk"));
            all.put("package", new Expected(1, 1, "packed"));
            all.put("annotation", new Expected(1, 1, "marked"));
            all.put("order", new Expected(2, 1, "orders"));
            all.put("nobody", new Expected(1, 0, ""));
            if (guardrails) {
                int again = toolsOnReprompt ? 1 : 0;
                all.put("reprompt1", new Expected(1 + again, 1, "billing"));
                all.put("reprompt2", new Expected(1 + 2 * again, 1, "billing"));
                all.put("repromptorder", new Expected(2 + 2 * again, 2, "billing"));
                all.put("repromptreworded", new Expected(1 + again, 1, "billing"));
                all.put("repromptmore", new Expected(1 + 2 * again, 1 + again, "billing"));
                all.put("retry", new Expected(1 + again, 1, "billing"));
                all.put("concurrent", new Expected(2 + 2 * again, 2, "billing"));
                all.put("streamedreprompt", new Expected(1 + again, 1, "billing"));
                all.put("streamedconcurrent", new Expected(2, 2, "billing"));
                all.put("innerreprompt", new Expected(1 + again, 1, "billing"));
                all.put("outerreprompt", new Expected(1 + again, 1, "billing"));
                all.put("executor", new Expected(2, 1, "billing"));
                all.put("errorresult", new Expected(2, 1, "desk"));
            }
            if (agentic) {
                all.put("sequence", new Expected(2, 2, "billing"));
                all.put("loop", new Expected(2, 2, "billing"));
                all.put("parallel", new Expected(2, 2, "billing"));
                all.put("recovered", new Expected(2, 1, "billing"));
                all.put("machine", new Expected(2, 1, "billing"));
                all.put("office", new Expected(1, 1, "office"));
            }
            return all;
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Version.class)
    void charges_once_what_is_meant_once_and_twice_what_is_meant_twice(Version version) throws IOException {
        Map<String, Expected> expected = version.expected();
        try (Ground bare = ground("without");
                Ground governed = ground("with")) {
            Jvm.Done without = cases(version, bare, null);
            Jvm.Done with = cases(version, governed, governed.policy(CALLERS));
            Map<String, Long> before = charges(bare);
            Map<String, Long> after = charges(governed);
            expected.keySet().forEach(name -> {
                Rows.count("langchain4j", version.number(), name, Rows.Side.WITHOUT, before.getOrDefault(name, 0L));
                Rows.count("langchain4j", version.number(), name, Rows.Side.WITH, after.getOrDefault(name, 0L));
            });

            assertThat(names(without)).as(without.toString()).containsExactlyInAnyOrderElementsOf(expected.keySet());
            assertThat(names(with)).as(with.toString()).containsExactlyInAnyOrderElementsOf(expected.keySet());
            assertThat(with.err().lines().filter(line -> line.startsWith("bursar")))
                    .isEmpty();
            expected.forEach((name, one) -> {
                assertThat(before.getOrDefault(name, 0L)).as("%s without", name).isEqualTo(one.without());
                assertThat(after.getOrDefault(name, 0L))
                        .as("%s with\n%s", name, with)
                        .isEqualTo(one.with());
                assertThat(governed.stripe.charges())
                        .filteredOn(charge -> name(charge).equals(name))
                        .extracting(Made::key)
                        .as("whose key charges for %s", name)
                        .allMatch(one.key()::equals);
            });
            tells_the_model_why_it_is_refused(with);
            has_one_run_for_one_call_of_the_service(governed);
        }
    }

    private static void tells_the_model_why_it_is_refused(Jvm.Done with) {
        assertThat(with.value("refused")).contains("may state at most `200.00 USD`");
        assertThat(with.value("nobody")).contains("no caller of the policy stands behind this call");
    }

    /** One run for all that one call of the service did, and another for the next. */
    private static void has_one_run_for_one_call_of_the_service(Ground governed) {
        assertThat(runs(governed, "twice")).hasSize(1);
        assertThat(runs(governed, "calls")).hasSize(2);
    }

    private static List<String> runs(Ground governed, String name) {
        List<String> keys = governed.stripe.charges().stream()
                .filter(charge -> name(charge).equals(name))
                .map(Made::idempotencyKey)
                .toList();
        return governed.journal("--kind", "admitted").stream()
                .filter(record -> keys.contains(text(record, "key")))
                .map(record -> text(record, "run"))
                .distinct()
                .toList();
    }

    private static String text(JsonNode record, String field) {
        return record.path(field).asText();
    }

    @Test
    void takes_up_a_policy_that_binds_an_interface_which_the_last_one_did_not() throws IOException {
        try (Ground ground = ground("reloading")) {
            String other = CALLERS.replace("com.acme.langchain4j.desk.DeskAssistant, ", "");
            Path policy = ground.policy(other);
            try (Talk desk =
                    new Talk(Jvm.application("com.acme.langchain4j.Reloading", CLASSES, classPath(Version.V1_19_0))
                            .agent(policy)
                            .argument(ground.stripe.baseUrl())
                            .start(ground.folder, "desk"))) {
                assertThat(desk.say("cus_early")).contains("bursar_nobody");
                assertThat(desk.say("cus_early")).contains("bursar_nobody");
                ground.policy(CALLERS);
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> assertThat(desk.say("cus_later")).contains("charged ch_"));
                ground.policy(other);
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> assertThat(desk.say("cus_late")).contains("bursar_nobody"));
            }
        }
    }

    private Ground ground(String name) throws IOException {
        Ground ground = new Ground(Files.createDirectory(folder.resolve(name)));
        CALLER_NAMES.forEach(caller -> ground.key(caller, "charges:write"));
        return ground;
    }

    private static Jvm.Done cases(Version version, Ground ground, @Nullable Path policy) throws IOException {
        Jvm jvm = Jvm.application("com.acme.langchain4j.Cases", CLASSES, classPath(version))
                .option("-Dapp.key=" + Ground.GLOBAL)
                .argument(ground.stripe.baseUrl());
        Jvm.Done done = (policy == null ? jvm : jvm.agent(policy)).run(ground.folder, "cases");
        assertThat(done.exit()).as(done.toString()).isZero();
        return done;
    }

    private static String classPath(Version version) throws IOException {
        return Files.readString(
                Path.of("versions", version.number(), "target", "classpath").toAbsolutePath());
    }

    private static List<String> names(Jvm.Done done) {
        return done.out()
                .lines()
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
    }

    private static Map<String, Long> charges(Ground ground) {
        return ground.stripe.charges().stream()
                .collect(Collectors.groupingBy(LangChain4jIT::name, Collectors.counting()));
    }

    private static String name(Made charge) {
        return String.valueOf(charge.customer()).replace("cus_", "");
    }
}
