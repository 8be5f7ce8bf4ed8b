// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fifty trials of an agent are fifty charges, unless Bursar makes them a rehearsal. */
class EvaluationIT {

    private static final Path CLASSES = Path.of(System.getProperty("bursar.it.classes"));

    private static final String CALLERS = """
            callers:
              billing:
                is:
                  - com.acme.evaluation.Billing
                  - com.acme.evaluation.Flow$CustomerTool
                  - com.acme.evaluation.Flow$PaymentTool
                credential: file:billing.key
                allow:
                  - charges:write
                  - customers:write
                  - payment_intents:read
                  - POST /v1/payment_intents
                  - POST /v1/payment_intents/{intent}/confirm: {amount: {assume: 50.00 USD}}
                  - POST /v1/payment_intents/{intent}/capture: {amount: {max: 100.00 USD}}
                  - POST /v1/payment_intents/{intent}/cancel
                  - setup_intents:write
                  - balance:read
              refunds:
                is: [com.acme.evaluation.Flow$RefundTool]
                credential: file:refunds.key
                allow:
                  - refunds:read
                  - POST /v1/refunds: {amount: {max: 100.00 USD, assume: 50.00 USD}}
            """;
    private static final String WHEN =
            "  when: [\"com.acme.evaluation.Optimizer#compile\", com.acme.evaluation.bench.**]\n";
    private static final String FIXTURES = """
              fixtures:
                POST /v1/setup_intents/{intent}/confirm:
                  status: 402
                  body:
                    error:
                      type: card_error
                      code: card_declined
                      decline_code: insufficient_funds
                      message: Your card has insufficient funds.
                GET /v1/balance: {body: {available: [{amount: 4200, currency: usd}]}}
            """;

    @TempDir
    Path folder;

    private static Jvm application(Ground ground, String... what) {
        return application(CLASSES.resolveSibling("classpath"), ground, what);
    }

    private static Jvm application(Path classPathFile, Ground ground, String... what) {
        try {
            String classPath = Files.readString(classPathFile);
            Jvm jvm = Jvm.application("com.acme.evaluation.Evaluations", CLASSES, classPath)
                    .argument(ground.stripe.baseUrl())
                    .argument(Ground.GLOBAL);
            for (String each : what) {
                jvm.argument(each);
            }
            return jvm;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Ground ground() {
        return new Ground(folder).key("billing", "charges:write").key("refunds", "refunds:write");
    }

    /** How many charges Stripe made of one kind of trial. */
    private static long charged(Ground ground, String kind) {
        return ground.stripe.requests("POST", "/v1/charges").stream()
                .filter(request -> request.status() == 200)
                .filter(request ->
                        request.params().getOrDefault("description", "").startsWith(kind + " "))
                .count();
    }

    private static void assertDone(Jvm.Done done) {
        assertThat(done.exit()).as(done.toString()).isZero();
    }

    @Test
    void fifty_trials_are_fifty_charges_without_bursar() {
        try (Ground ground = ground()) {
            Jvm.Done done = application(
                            ground, "method", "pattern", "scorer", "evaluation", "dokimos", "plain", "junit")
                    .run(folder, "before");
            assertDone(done);
            for (String kind : List.of("method", "pattern", "scorer", "evaluation", "dokimos", "plain", "junit")) {
                Rows.count("evaluation", "50 trials", kind, Rows.Side.WITHOUT, charged(ground, kind));
                assertThat(charged(ground, kind)).as(kind).isEqualTo(50);
            }
            assertThat(ground.stripe.charges())
                    .as("with that of the tests' own server")
                    .hasSize(351);
        }
    }

    @Test
    void no_trial_is_a_charge_and_what_is_none_goes_on_live_until_junit_is_launched() {
        try (Ground ground = ground()) {
            Jvm.Done done = application(
                            ground,
                            "method",
                            "pattern",
                            "scorer",
                            "evaluation",
                            "dokimos",
                            "flow",
                            "live",
                            "junit",
                            "afterwards",
                            "thread",
                            "plain-flow")
                    .agent(ground.policy(CALLERS + "rehearse:\n" + WHEN + FIXTURES))
                    .run(folder, "after");
            assertDone(done);
            for (String kind : List.of("method", "pattern", "scorer", "evaluation", "dokimos", "junit")) {
                Rows.count("evaluation", "50 trials", kind, Rows.Side.WITH, charged(ground, kind));
            }
            for (String kind : List.of("method", "pattern", "dokimos", "junit")) {
                assertThat(done.value(kind)).as(kind).isEqualTo("50");
            }
            assertThat(done.value("scorer")).isEqualTo("100.0");
            assertThat(done.value("evaluation")).isEqualTo("100.0");
            assertThat(done.value("live")).isEqualTo("true");
            assertThat(done.value("afterwards")).isEqualTo("true");
            assertThat(done.value("thread")).startsWith("ch_mock_");
            assertThat(ground.stripe.requests())
                    .as("all that Stripe saw")
                    .singleElement()
                    .satisfies(request -> assertThat(request.params()).containsEntry("description", "live 0"));
            assertThat(done.err().lines())
                    .containsExactly(
                            "bursar: a JUnit launch begins, so this process rehearses until it ends: nothing is"
                                    + " sent; to send, write `rehearse: {except: [junit]}` in the policy");
            List<JsonNode> journal = ground.journal();
            assertThat(journal)
                    .filteredOn(record -> record.path("kind").asText().equals("policy"))
                    .extracting(record -> record.path("decision").asText())
                    .containsExactly("in force", "rehearsing");
            assertThat(journal)
                    .filteredOn(record -> record.path("kind").asText().matches("admitted|settled"))
                    .as("the one live charge")
                    .hasSize(2);
            assertFlow(done);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0", "6.1.3"})
    void a_launch_of_the_oldest_and_the_newest_junit_is_recognised(String version) {
        Path versions = CLASSES.resolveSibling("..").resolve("versions").normalize();
        Path classPath = versions.resolve("junit-" + version).resolve("target/classpath");
        try (Ground ground = ground()) {
            Jvm.Done done = application(classPath, ground, "junit", "thread")
                    .agent(ground.policy(CALLERS))
                    .run(folder, "junit-" + version);
            assertDone(done);
            assertThat(done.value("junit")).isEqualTo("50");
            assertThat(done.value("thread")).startsWith("ch_mock_");
            assertThat(ground.stripe.requests()).isEmpty();
        }
    }

    @Test
    void nothing_is_charged_when_the_process_is_told_to_rehearse() {
        try (Ground ground = ground()) {
            Jvm.Done done = application(ground, "plain", "thread", "plain-flow")
                    .agent(ground.policy(CALLERS + "rehearse:\n" + FIXTURES))
                    .option("-Dbursar.mode=rehearse")
                    .run(folder, "told");
            assertDone(done);
            assertThat(done.value("plain")).isEqualTo("50");
            assertThat(ground.stripe.requests()).isEmpty();
            assertThat(done.err()).isEmpty();
            assertFlow(done);
        }
    }

    @Test
    void an_excepted_evaluator_is_live() {
        try (Ground ground = ground()) {
            Jvm.Done done = application(ground, "scorer", "evaluation", "dokimos", "junit", "method")
                    .agent(ground.policy(CALLERS + "rehearse:\n  except: [junit, quarkus-scorer, dokimos]\n" + WHEN))
                    .run(folder, "excepted");
            assertDone(done);
            assertThat(done.err()).isEmpty();
            for (String kind : List.of("scorer", "evaluation", "dokimos", "junit")) {
                assertThat(charged(ground, kind)).as(kind).isEqualTo(50);
            }
            assertThat(charged(ground, "method")).isZero();
        }
    }

    /** What an agent sees of its own steps, each of which is a run of its own, and some of another caller. */
    private static void assertFlow(Jvm.Done done) {
        assertThat(done.out().lines().filter(line -> !line.matches("[a-z-]+=(50|100\\.0|true|done|ch_mock_.*)")))
                .contains(
                        "not-found=[]",
                        "renamed=Ada L.",
                        "retrieved=Ada L.",
                        "created=requires_confirmation",
                        "confirmed=succeeded",
                        "received=5000",
                        "refund=2000",
                        "charge=5000 2000 false",
                        "too-much=400 amount_too_large",
                        "rest=3000",
                        "again=400 charge_already_refunded",
                        "refunds=2",
                        "held=requires_capture",
                        "captured=succeeded",
                        "captured-charge=500",
                        "captured-twice=400 payment_intent_unexpected_state",
                        "canceled=canceled",
                        "confirmed-canceled=400 payment_intent_unexpected_state",
                        "query=400 search_query_invalid",
                        "declined=declined insufficient_funds",
                        "balance=4200");
        for (String yes : List.of("found-by-email", "listed", "refunded")) {
            assertThat(done.value(yes)).as(yes).isEqualTo("true");
        }
        assertThat(done.value("pages")).isEqualTo("true 24 true true");
    }
}
