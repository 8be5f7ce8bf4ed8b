// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Fault;
import com.acme.simulator.SeenRequest;
import com.acme.simulator.StripeSimulator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Talk;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for an application that calls Stripe through a plain HTTP client, whichever it is. */
abstract class PlainHttp {

    private static final String POLICY = """
            callers:
              billing:
                is: [com.acme.app.http.billing.**]
                credential: file:billing.key
                vault_key: vk_billing
                allow:
                  - POST /v1/charges: {amount: {max: 200.00 USD}}
                  - charges:read
                caps: [20.00 USD per day]
            """;
    private static final Pattern CHARGE = Pattern.compile("\"id\":\"(ch_[A-Za-z0-9_]+)\"");

    @TempDir
    Path folder;

    private Talk desk;
    private Ground ground;

    /** The words by which the application chooses this client. */
    abstract List<String> clients();

    @Test
    void is_governed_without_any_sdk() {
        try (Ground opened = new Ground(folder).key("billing", "charges:write");
                StripeSimulator elsewhere = StripeSimulator.start()) {
            ground = opened;
            desk = new Talk(Jvm.application("com.acme.app.http.HttpDesk", "33.3.0")
                    .agent(ground.policy(POLICY))
                    .option("-Dapp.key=" + Ground.GLOBAL)
                    .start(folder, "desk"));
            try (Talk closing = desk) {
                for (String client : clients()) {
                    ground.stripe.reset();
                    dresses_what_is_allowed_and_shows_nobody(client);
                    refuses_in_the_vendors_shape(client);
                    follows_no_redirect_with_a_key(client, elsewhere);
                    leaves_other_hosts_alone(client, elsewhere);
                    assertThat(ground.stripe.keysSeen()).isSubsetOf("billing");
                }
                counts_all_clients_together();
                Jvm.Done done = closing.end();
                assertThat(done.exit()).as(done.toString()).isZero();
                assertThat(done.err()).isEmpty();
            }
            leaves_a_journal();
        }
    }

    private void dresses_what_is_allowed_and_shows_nobody(String client) {
        String said = say(client + " billing " + ground.stripe.baseUrl()
                + "/v1/charges amount=300&currency=usd&customer=cus_" + client);
        assertThat(said).startsWith("200 ").contains("\"amount\":300");
        hides_the_real_key(said);
        assertThat(ground.stripe.requests()).singleElement().satisfies(request -> {
            assertThat(request.key()).isEqualTo("billing");
            assertThat(request.idempotencyKey()).startsWith("bursar");
            assertThat(request.params()).containsEntry("customer", "cus_" + client);
            assertThat(request.headers()).doesNotContainKey("bursar-call");
            assertThat(request.headers().get("authorization")).hasSize(1);
        });
        String read =
                say(client + " billing " + ground.stripe.baseUrl() + "/v1/charges/" + charge(said) + "?expand[]=x");
        assertThat(read).startsWith("200 ").contains(charge(said));
        hides_the_real_key(read);
    }

    private void refuses_in_the_vendors_shape(String client) {
        int before = ground.stripe.requests().size();
        String base = ground.stripe.baseUrl();
        assertThat(say(client + " billing " + base + "/v1/charges amount=20001&currency=usd&customer=cus_1"))
                .startsWith("403 {\"error\":{")
                .contains("\"code\":\"bursar_amount_too_large\"")
                .contains("bursar.yaml:");
        assertThat(say(client + " billing " + base + "/v1/refunds amount=100&charge=ch_1"))
                .startsWith("403 ")
                .contains("bursar_operation_not_allowed");
        assertThat(say(client + " billing " + base + "/v1/made-up/thing"))
                .startsWith("403 ")
                .contains("bursar_operation_unknown");
        assertThat(say(client + " nobody " + base + "/v1/charges amount=100&currency=usd&customer=cus_1"))
                .startsWith("401 ")
                .contains("bursar_nobody");
        assertThat(say(client + " nobody " + base + "/v1/charges/ch_1")).startsWith("401 ");
        assertThat(ground.stripe.requests()).hasSize(before);
    }

    private void follows_no_redirect_with_a_key(String client, StripeSimulator elsewhere) {
        int before = ground.stripe.requests().size();
        elsewhere.reset();
        ground.stripe.fault("GET", "/v1/charges/ch_away", new Fault.Redirect("/v1/balance"));
        String said = say(client + " billing " + ground.stripe.baseUrl() + "/v1/charges/ch_away");
        assertThat(said).doesNotStartWith("200 ");
        hides_the_real_key(said);
        List<SeenRequest> seen = ground.stripe.requests();
        assertThat(seen.subList(before, seen.size()))
                .as(said)
                .extracting(SeenRequest::path)
                .containsExactly("/v1/charges/ch_away");

        ground.stripe.fault("GET", "/v1/charges/ch_abroad", new Fault.Redirect(elsewhere.baseUrl() + "/v1/balance"));
        String abroad = say(client + " billing " + ground.stripe.baseUrl() + "/v1/charges/ch_abroad");
        hides_the_real_key(abroad);
        assertThat(elsewhere.requests())
                .allSatisfy(request -> assertThat(request.headers().toString())
                        .doesNotContain(ground.secrets().get(1))
                        .doesNotContain("bursar"));
    }

    private void leaves_other_hosts_alone(String client, StripeSimulator elsewhere) {
        elsewhere.reset();
        String said = say(client + " nobody " + elsewhere.baseUrl() + "/v1/charges amount=100&customer=cus_1");
        assertThat(said).startsWith("401 ").doesNotContain("bursar");
        assertThat(elsewhere.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("authorization")).isEqualTo("Bearer " + Ground.GLOBAL);
            assertThat(request.idempotencyKey()).isNull();
            assertThat(request.params()).containsEntry("amount", "100").containsEntry("customer", "cus_1");
        });
    }

    private void counts_all_clients_together() {
        String client = clients().get(0);
        assertThat(say(client + " billing " + ground.stripe.baseUrl()
                        + "/v1/charges amount=1900&currency=usd&customer=cus_1"))
                .startsWith("429 ")
                .contains("bursar_cap_reached");
    }

    private void leaves_a_journal() {
        List<JsonNode> journal = ground.journal();
        assertThat(journal.toString()).doesNotContain(ground.secrets());
        for (String kind : List.of("admitted", "settled")) {
            assertThat(journal)
                    .filteredOn(record -> record.path("kind").asText().equals(kind)
                            && record.path("operation").asText().equals("POST /v1/charges"))
                    .hasSameSizeAs(clients())
                    .allSatisfy(record -> {
                        assertThat(record.path("caller").asText()).isEqualTo("billing");
                        assertThat(record.path("amount").asText()).isEqualTo("3.00");
                        assertThat(record.path("currency").asText()).isEqualTo("usd");
                    });
        }
        assertThat(journal)
                .filteredOn(record -> record.path("kind").asText().equals("refused"))
                .extracting(record -> record.path("reason").asText())
                .contains(
                        "bursar_amount_too_large",
                        "bursar_operation_not_allowed",
                        "bursar_operation_unknown",
                        "bursar_nobody",
                        "bursar_cap_reached");
    }

    private void hides_the_real_key(String said) {
        assertThat(said).doesNotContain(ground.secrets().get(1)).doesNotContainIgnoringCase("bursar-call");
    }

    private String say(String line) {
        return desk.say(line);
    }

    private static String charge(String said) {
        Matcher matcher = CHARGE.matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return matcher.group(1);
    }
}
