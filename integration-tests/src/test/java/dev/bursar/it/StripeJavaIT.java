// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.acme.simulator.Fault;
import com.acme.simulator.Made;
import com.acme.simulator.SeenRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Talk;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application on stripe-java sees, and what Stripe sees of it, from the oldest supported version to the newest. */
class StripeJavaIT {

    private static final String POLICY = """
            callers:
              billing:
                is: [com.acme.app.desk.billing.**]
                runs:
                  - com.acme.app.desk.billing.BillingDesk#passes
                  - com.acme.app.desk.billing.BillingDesk#series
                  - com.acme.app.desk.billing.BillingDesk#stubborn
                  - {method: "com.acme.app.desk.billing.BillingDesk#order", id: arg0}
                attempts: [com.acme.app.desk.billing.BillingDesk#pass]
                credential: file:billing.key
                vault_key: vk_billing
                allow:
                  - POST /v1/charges: {amount: {max: 200.00 USD}}
                  - charges:read
                caps: [9000.00 USD per day]
              small:
                credential: file:small.key
                vault_key: vk_small
                allow: [charges:write]
                caps: [10.00 USD per day]
              strict:
                is: [com.acme.app.desk.strict.**]
                runs: [com.acme.app.desk.strict.StrictDesk#passes]
                attempts: [com.acme.app.desk.strict.StrictDesk#pass]
                credential: file:strict.key
                allow: [charges:write]
                caps: [9000.00 USD per day]
                idempotency: {drift: refuse}
            """;

    @TempDir
    Path folder;

    private Ground ground;
    private Talk desk;

    @BeforeEach
    void open() {
        ground = new Ground(folder)
                .key("billing", "charges:write")
                .key("small", "charges:write")
                .key("strict", "charges:write");
    }

    @AfterEach
    void close() {
        desk.close();
        ground.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20.47.1", "24.24.0", "28.4.0", "33.3.0"})
    void governs_every_call_of_stripe_java(String version) {
        desk = new Talk(Jvm.application("com.acme.app.desk.Desk", version)
                .agent(ground.policy(POLICY))
                // The JDK's client sends an unanswered POST again by itself, which would hide what is tested here.
                .option("-Dsun.net.http.retryPost=false")
                .argument(ground.stripe.baseUrl())
                .start(folder, "desk"));

        works_without_any_key_of_the_application();
        refuses_in_the_shape_of_the_sdks_own_exceptions();
        takes_vault_keys();
        makes_one_charge_however_often_a_run_goes_round();
        tells_equal_charges_made_on_purpose_apart();
        answers_the_same_action_in_other_words();
        keeps_the_key_over_the_sdks_own_retries();
        takes_a_new_key_after_a_declined_card();
        repeats_the_key_after_an_unknown_outcome();

        Jvm.Done done = desk.end();
        assertThat(done.exit()).as(done.toString()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(ground.stripe.keysSeen()).containsExactlyInAnyOrder("billing", "small", "strict");
        assertThat(ground.stripe.requests())
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("bursar-call"));
        the_journal_says_what_the_vendor_saw();
    }

    private void works_without_any_key_of_the_application() {
        List<SeenRequest> seen =
                during(() -> assertThat(say("charge cus_first 100")).startsWith("ch_"));
        assertThat(seen).singleElement().satisfies(request -> {
            assertThat(request.key()).isEqualTo("billing");
            assertThat(request.idempotencyKey()).startsWith("bursar");
        });
        assertThat(say("retrieve " + lastCharge().id())).isEqualTo(lastCharge().id() + " 100");
        say("key " + Ground.GLOBAL);
        assertThat(during(() -> assertThat(say("charge cus_second 100")).startsWith("ch_")))
                .singleElement()
                .satisfies(request -> assertThat(request.key()).isEqualTo("billing"));
    }

    private void refuses_in_the_shape_of_the_sdks_own_exceptions() {
        assertThat(during(() -> {
                    assertThat(say("refund " + lastCharge().id()))
                            .startsWith("PermissionException 403 bursar_operation_not_allowed ");
                    assertThat(say("charge cus_first 20001"))
                            .startsWith("PermissionException 403 bursar_amount_too_large ");
                    assertThat(say("nobody cus_first 100")).startsWith("AuthenticationException 401 bursar_nobody ");
                }))
                .isEmpty();
    }

    private void takes_vault_keys() {
        assertThat(during(() -> {
                    assertThat(say("presents cus_vault 600 vk_small")).startsWith("ch_");
                    assertThat(say("presents cus_vault 600 vk_small"))
                            .startsWith("RateLimitException 429 bursar_cap_reached ");
                    assertThat(say("presents cus_vault 600 vk_unknown")).startsWith("AuthenticationException 401 ");
                    assertThat(say("billing-presents cus_vault 600 vk_small"))
                            .startsWith("AuthenticationException 401 bursar_vault_key ");
                }))
                .extracting(SeenRequest::key)
                .containsExactly("small");
        assertThat(during(() -> assertThat(say("billing-presents cus_vault 700 vk_billing"))
                        .startsWith("ch_")))
                .extracting(SeenRequest::key)
                .containsExactly("billing");
        assertThat(during(() -> assertThat(say("own-idempotency-key cus_vault 800 the-applications-own"))
                        .startsWith("ch_")))
                .extracting(SeenRequest::idempotencyKey)
                .containsExactly("the-applications-own");
    }

    private void makes_one_charge_however_often_a_run_goes_round() {
        List<SeenRequest> seen = during(() -> {
            String[] made = say("passes cus_loop 900 receipt receipt receipt").split(" ");
            assertThat(made).hasSize(3).allMatch(id -> id.startsWith("ch_")).containsOnly(made[0]);
        });
        assertThat(keys(seen)).hasSize(1);
        assertThat(seen).extracting(SeenRequest::replayed).startsWith(false).doesNotContainSequence(false, false);
        assertThat(chargesOf("cus_loop")).hasSize(1);
        say("passes cus_loop 900 receipt");
        assertThat(chargesOf("cus_loop")).as("another run is another action").hasSize(2);
    }

    private void tells_equal_charges_made_on_purpose_apart() {
        List<SeenRequest> seen = during(() -> {
            String[] made = say("series cus_series 100 50").split(" ");
            assertThat(Set.of(made)).hasSize(50);
        });
        assertThat(keys(seen)).hasSize(50);
        assertThat(chargesOf("cus_series")).hasSize(50);
    }

    private void answers_the_same_action_in_other_words() {
        List<SeenRequest> seen = during(() -> {
            String[] made = say("passes cus_drift 1100 one other").split(" ");
            assertThat(made).hasSize(2).containsOnly(made[0]);
        });
        assertThat(seen).hasSize(1);
        assertThat(during(() -> assertThat(say("strict-passes cus_drift 1200 one other"))
                        .startsWith("ApiException 409 bursar_drift ")
                        .contains(lastCharge().id())))
                .hasSize(1);
    }

    private void keeps_the_key_over_the_sdks_own_retries() {
        ground.stripe.fault("POST", "/v1/charges", new Fault.ErrorBefore(503), 2);
        say("retries 2");
        List<SeenRequest> seen =
                during(() -> assertThat(say("charge cus_retry 1300")).startsWith("ch_"));
        say("retries 0");
        assertThat(seen).hasSize(3).extracting(SeenRequest::key).containsOnly("billing");
        assertThat(keys(seen)).hasSize(1);
        assertThat(chargesOf("cus_retry")).hasSize(1);
    }

    private void takes_a_new_key_after_a_declined_card() {
        ground.stripe.fault("POST", "/v1/charges", new Fault.Decline());
        List<SeenRequest> seen =
                during(() -> assertThat(say("stubborn cus_declined 1400")).startsWith("CardException then ch_"));
        assertThat(seen).extracting(SeenRequest::status).containsExactly(402, 200);
        assertThat(keys(seen)).hasSize(2);
    }

    private void repeats_the_key_after_an_unknown_outcome() {
        ground.stripe.fault("POST", "/v1/charges", new Fault.ErrorAfter(500));
        List<SeenRequest> failed = during(() -> {
            assertThat(say("order cus_500 1500 order-500")).startsWith("ApiException 500 ");
            assertThat(say("order cus_500 1500 order-500")).startsWith("ApiException 500 ");
        });
        assertThat(keys(failed)).hasSize(1);
        assertThat(failed).extracting(SeenRequest::replayed).containsExactly(false, true);
        assertThat(chargesOf("cus_500")).hasSize(1);

        ground.stripe.fault("POST", "/v1/charges", new Fault.DropAfter());
        List<SeenRequest> dropped = during(() -> {
            assertThat(say("order cus_dropped 1600 order-dropped")).startsWith("ApiConnectionException ");
            assertThat(say("order cus_dropped 1600 order-dropped")).startsWith("ch_");
        });
        assertThat(keys(dropped)).hasSize(1);
        assertThat(chargesOf("cus_dropped")).hasSize(1);

        ground.stripe.fault("POST", "/v1/charges", new Fault.Late(Duration.ofMillis(900)));
        say("timeout 300");
        List<SeenRequest> late = during(() -> {
            assertThat(say("order cus_late 1700 order-late")).startsWith("ApiConnectionException ");
            say("timeout 80000");
            await().until(() -> ground.stripe.requests().stream()
                    .noneMatch(
                            request -> "cus_late".equals(request.params().get("customer")) && request.status() == 0));
            assertThat(say("order cus_late 1700 order-late")).startsWith("ch_");
        });
        assertThat(keys(late)).hasSize(1);
        assertThat(chargesOf("cus_late")).hasSize(1);
    }

    private void the_journal_says_what_the_vendor_saw() {
        List<JsonNode> journal = ground.journal();
        assertThat(journal.toString()).doesNotContain(ground.secrets());
        var outcomes = new TreeMap<String, List<String>>();
        for (JsonNode record : journal) {
            if (record.path("kind").asText().equals("settled")) {
                outcomes.computeIfAbsent(record.path("key").asText(), key -> new ArrayList<>())
                        .add(record.path("decision").asText());
            }
        }
        assertThat(journal.toString()).doesNotContain("the-applications-own");
        for (Made charge : ground.stripe.charges()) {
            String key = nameOfKey(charge, journal);
            assertThat(outcomes.get(key)).as(charge.toString()).isNotEmpty();
            assertThat(journal).as(charge.toString()).anySatisfy(record -> {
                assertThat(record.path("kind").asText()).isEqualTo("admitted");
                assertThat(record.path("caller").asText()).isEqualTo(charge.key());
                assertThat(record.path("operation").asText()).isEqualTo("POST /v1/charges");
                assertThat(record.path("key").asText()).isEqualTo(key);
                assertThat(record.path("currency").asText()).isEqualTo("usd");
                assertThat(new BigDecimal(record.path("amount").asText()).movePointRight(2))
                        .isEqualByComparingTo(BigDecimal.valueOf(charge.amount()));
            });
        }
        assertThat(outcomes.get(keyOf("cus_500"))).containsOnly("unknown");
        assertThat(outcomes.get(keyOf("cus_dropped"))).containsExactly("unknown", "settled");
        assertThat(outcomes.get(keyOf("cus_late"))).containsExactly("unknown", "settled");
        assertThat(outcomes.get(keyOf("cus_drift"))).containsExactly("settled", "replayed");
        assertThat(outcomes.get(keyOf("cus_first"))).containsExactly("settled");
        assertThat(journal.stream()
                        .filter(record -> record.path("kind").asText().equals("refused"))
                        .map(record -> record.path("reason").asText())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "bursar_operation_not_allowed",
                        "bursar_amount_too_large",
                        "bursar_nobody",
                        "bursar_cap_reached",
                        "bursar_vault_key",
                        "bursar_drift");
        assertThat(journal.stream()
                        .filter(record -> record.path("object_id")
                                .asText()
                                .equals(lastCharge().id()))
                        .findFirst())
                .hasValueSatisfying(record -> {
                    assertThat(record.path("amount").asText()).isEqualTo("17.00");
                    assertThat(record.path("status").asInt()).isEqualTo(200);
                    assertThat(record.path("run").asText()).isNotEmpty();
                    assertThat(record.path("site").asText()).contains("com.acme.app.desk");
                });
    }

    /** The journal names a key that the application made by a hash, and one of Bursar's as it is. */
    private static String nameOfKey(Made charge, List<JsonNode> journal) {
        if (!"the-applications-own".equals(charge.idempotencyKey())) {
            return charge.idempotencyKey();
        }
        return journal.stream()
                .filter(record -> record.path("object_id").asText().equals(charge.id()))
                .map(record -> record.path("key").asText())
                .findFirst()
                .orElseThrow();
    }

    private String say(String line) {
        return desk.say(line);
    }

    private List<SeenRequest> during(Runnable work) {
        int before = ground.stripe.requests().size();
        work.run();
        List<SeenRequest> all = ground.stripe.requests();
        return all.subList(before, all.size());
    }

    private Made lastCharge() {
        List<Made> charges = ground.stripe.charges();
        return charges.get(charges.size() - 1);
    }

    private List<Made> chargesOf(String customer) {
        return ground.stripe.charges().stream()
                .filter(charge -> customer.equals(charge.customer()))
                .toList();
    }

    private String keyOf(String customer) {
        return chargesOf(customer).get(0).idempotencyKey();
    }

    private static Set<String> keys(List<SeenRequest> requests) {
        return requests.stream().map(SeenRequest::idempotencyKey).collect(Collectors.toSet());
    }
}
