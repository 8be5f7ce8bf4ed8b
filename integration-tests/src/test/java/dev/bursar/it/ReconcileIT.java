// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.app.load.Prompt;
import com.acme.simulator.Fault;
import com.acme.simulator.Made;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of charges whose answer never came, with the shipped jar as agent and as command line. */
class ReconcileIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "4be1d7f09a635c28e7b1f0a9d2c3845661728394a5b6c7d8e9f0a1b2c3d4e5f6";

    /** stripe-java stands on HttpURLConnection, which sends an unanswered POST once more by itself. */
    private static final int SENT_TWICE = 2;

    private static final String CALLERS = """
            callers:
              billing:
                is: [com.acme.app.load.Biller]
                credential: file:billing.key
                allow:
                  - POST /v1/charges:
                      amount: {max: 20.00 USD}
                caps: [50.00 USD per day]
            """;

    @TempDir
    Path folder;

    private int shown;

    private Jvm.Done reconcile(String... arguments) {
        Jvm jvm = Jvm.bursar("reconcile");
        for (String argument : arguments) {
            jvm.argument(argument);
        }
        return jvm.run(folder, "reconcile" + ++shown);
    }

    private static List<JsonNode> rows(Jvm.Done done) {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : done.out().lines().toList()) {
            try {
                rows.add(JSON.readTree(line));
            } catch (IOException e) {
                throw new AssertionError(done.toString(), e);
            }
        }
        return rows;
    }

    private static Lab.Session session(Ground ground, Path policy, String name) {
        return new Lab.Session(Jvm.application(Prompt.class.getName(), "33.3.0")
                .agent(policy)
                .argument(ground.stripe.baseUrl())
                .argument(Ground.GLOBAL)
                .start(ground.folder, name));
    }

    private static int sent(Ground ground) {
        return ground.stripe.requests("POST", "/v1/charges").size();
    }

    private String verified(Ground ground) {
        Jvm.Done verify =
                Jvm.bursar("verify", ground.folder.resolve("state").toString()).run(ground.folder, "verify" + ++shown);
        assertThat(verify.exit()).as(verify.toString()).isZero();
        return verify.out();
    }

    @Test
    void charges_whose_answer_was_lost_are_settled_by_repeating_them_under_their_keys() throws IOException {
        try (Ground ground = new Ground(folder)) {
            ground.key("billing", "charges:write").write("seal.key", SECRET + "\n");
            Path policy = ground.policy("seal: file:seal.key\n" + CALLERS);
            String state = folder.resolve("state").toString();
            try (Lab.Session app = session(ground, policy, "first")) {
                ground.stripe.fault("POST", "/v1/charges", new Fault.DropAfter(), SENT_TWICE);
                assertThat(app.ask("charge", "cus_lost", "1000")).contains("ApiConnectionException");
                ground.stripe.fault("POST", "/v1/charges", new Fault.DropBefore(), SENT_TWICE);
                assertThat(app.ask("charge", "cus_never", "1100")).contains("ApiConnectionException");
                ground.stripe.fault("POST", "/v1/charges", new Fault.DropAfter(), SENT_TWICE);
                assertThat(app.ask("chargeWith", "cus_keyed", "1200", "-", "invoice 17 of Erika"))
                        .contains("ApiConnectionException");
                assertThat(app.ask("charge", "cus_fine", "100")).startsWith("ch_");

                Jvm.Done live = reconcile(policy.toString(), "--apply");
                assertThat(live.exit()).as(live.toString()).isEqualTo(1);
                assertThat(live.err())
                        .contains("nothing was settled: ", "is in use by process", "stop the application that uses it");
                assertThat(live.out()).contains("3 unknown, 3 of which can be looked into");

                ground.stripe.fault("POST", "/v1/charges", new Fault.Late(Duration.ofSeconds(2)));
                app.say("charge", "cus_killed", "1300");
                Awaitility.await().until(() -> ground.stripe.charges().size() == 4);
                app.running.kill();
            }
            // Until then Stripe would say that the key is in use.
            Awaitility.await()
                    .until(() -> ground.stripe.requests("POST", "/v1/charges").stream()
                            .anyMatch(each ->
                                    "cus_killed".equals(each.params().get("customer")) && each.status() == 200));
            int before = sent(ground);
            String whole = verified(ground);

            Jvm.Done byState = reconcile(state);
            assertThat(byState.exit()).as(byState.toString()).isEqualTo(1);
            assertThat(byState.out()).contains("4 unknown, 4 of which can be looked into; nothing was sent or written");
            Jvm.Done dry = reconcile(policy.toString(), "--format", "jsonl");
            assertThat(dry.exit()).isEqualTo(1);
            assertThat(rows(dry)).hasSize(4).allSatisfy(row -> {
                assertThat(row.path("can").asText()).isEqualTo("repeat");
                assertThat(row.path("caller").asText()).isEqualTo("billing");
                assertThat(row.path("outcome").isMissingNode()).isTrue();
            });
            assertThat(sent(ground)).as("dry").isEqualTo(before);
            assertThat(verified(ground)).as("dry").isEqualTo(whole);
            assertNowhere("Erika", "cus_", "amount=", SECRET, ground.secrets().get(1));

            Jvm.Done done = reconcile(policy.toString(), "--apply", "--format", "jsonl");
            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(rows(done))
                    .extracting(row -> row.path("outcome").asText() + " "
                            + row.path("moved").asText())
                    .containsExactly("settled 10.00", "settled 11.00", "settled 12.00", "settled 13.00");
            assertThat(sent(ground)).isEqualTo(before + 4);
            assertThat(ground.stripe.charges())
                    .as("one for each key")
                    .hasSize(5)
                    .extracting(Made::idempotencyKey)
                    .doesNotHaveDuplicates()
                    .contains("invoice 17 of Erika");
            assertThat(ground.stripe.moneyIn("usd")).isEqualTo(4700);
            assertThat(ground.stripe.keysSeen()).containsExactly("billing");
            assertNowhere("Erika", "cus_", "amount=", SECRET, ground.secrets().get(1));

            Jvm.Done again = reconcile(policy.toString(), "--apply");
            assertThat(again.exit()).as(again.toString()).isZero();
            assertThat(again.out()).isEqualTo("nothing is unknown" + System.lineSeparator());
            assertThat(sent(ground)).isEqualTo(before + 4);
            verified(ground);
            try (Lab.Session app = session(ground, policy, "second")) {
                assertThat(app.ask("charge", "cus_more", "301")).contains("429");
                assertThat(app.ask("charge", "cus_more", "300")).startsWith("ch_");
                assertThat(app.end().exit()).isZero();
            }
            assertThat(ground.stripe.moneyIn("usd")).isEqualTo(5000);
            verified(ground);
        }
    }

    @Test
    void charges_that_were_not_kept_are_settled_by_reading_or_stay_charged() {
        try (Ground ground = new Ground(folder)) {
            ground.key("billing", "charges:write", "events:read");
            Path policy = ground.policy(CALLERS);
            try (Lab.Session app = session(ground, policy, "first")) {
                ground.stripe.fault("POST", "/v1/charges", new Fault.DropAfter(), SENT_TWICE);
                assertThat(app.ask("charge", "cus_lost", "2000")).contains("ApiConnectionException");
                ground.stripe.fault("POST", "/v1/charges", new Fault.DropAfter(), SENT_TWICE);
                assertThat(app.ask("chargeWith", "cus_keyed", "1000", "-", "invoice 17"))
                        .contains("ApiConnectionException");
                ground.stripe.fault("POST", "/v1/charges", new Fault.DropBefore(), SENT_TWICE);
                assertThat(app.ask("charge", "cus_never", "1500")).contains("ApiConnectionException");
                assertThat(app.end().exit()).isZero();
            }
            int before = sent(ground);
            assertThat(rows(reconcile(policy.toString(), "--format", "jsonl")))
                    .hasSize(3)
                    .allSatisfy(row -> {
                        assertThat(row.path("can").asText()).isEqualTo("read");
                        assertThat(row.path("why").asText()).contains("its request was not kept");
                    });

            Jvm.Done done = reconcile(policy.toString(), "--apply");

            assertThat(done.exit()).as(done.toString()).isEqualTo(1);
            assertThat(done.out())
                    .contains("found among its events")
                    .contains("stripe shows nothing of it, which proves nothing")
                    .contains("2 settled, 1 still unknown and charged");
            assertThat(sent(ground)).as("nothing was repeated").isEqualTo(before);
            List<JsonNode> left = rows(reconcile(folder.resolve("state").toString(), "--format", "jsonl"));
            assertThat(left)
                    .singleElement()
                    .satisfies(row -> assertThat(row.path("amount").asText()).isEqualTo("15.00"));
            verified(ground);
            try (Lab.Session app = session(ground, policy, "second")) {
                assertThat(app.ask("charge", "cus_more", "501")).contains("429");
                assertThat(app.ask("charge", "cus_more", "500")).startsWith("ch_");
                assertThat(app.end().exit()).isZero();
            }
        }
    }

    @Test
    void wrong_use_is_told() {
        try (Ground ground = new Ground(folder)) {
            ground.key("billing", "charges:write").write("seal.key", "too short");
            Path policy = ground.policy("seal: file:seal.key\n" + CALLERS);

            Jvm.Done weak = reconcile(policy.toString());
            assertThat(weak.exit()).isEqualTo(2);
            assertThat(weak.err())
                    .contains("bursar.yaml:5:7: ", "has 9 characters")
                    .doesNotContain("too short");
            Jvm.Done checked = Jvm.bursar("check", policy.toString()).run(folder, "check");
            assertThat(checked.exit()).as(checked.toString()).isEqualTo(1);
            assertThat(checked.out()).contains("error: the secret in").doesNotContain("too short");
            Jvm.Done started = Jvm.application(Prompt.class.getName(), "33.3.0")
                    .agent(policy)
                    .argument(ground.stripe.baseUrl())
                    .run(folder, "weak");
            assertThat(started.exit()).as(started.toString()).isEqualTo(78);

            Jvm.Done directory = reconcile(folder.toString(), "--apply");
            assertThat(directory.exit()).isEqualTo(2);
            assertThat(directory.err()).contains("to apply, name the policy");
            assertThat(reconcile(folder.toString()).exit()).isEqualTo(1);
            assertThat(reconcile("--help").out()).contains("Exit codes:", "--no-repeat");
        }
    }

    /** In no file of the state directory, also not where zeros were written ahead. */
    private void assertNowhere(String... words) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String word : words) {
                    assertThat(bytes.contains(word))
                            .as("`%s` in %s", word, file)
                            .isFalse();
                }
            }
        }
    }
}
