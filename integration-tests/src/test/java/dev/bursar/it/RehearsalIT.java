// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.simulator.SeenRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Talk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rehearsed is answered here: nothing connects, and no live cap is touched. */
class RehearsalIT {

    @TempDir
    Path folder;

    @Test
    void nothing_connects_when_the_process_is_told_to_rehearse() throws IOException {
        try (Ground ground = new Ground(folder).key("billing").key("small");
                ServerSocket vendor = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String base = "http://127.0.0.1:" + vendor.getLocalPort();
            Path policy = ground.write("bursar.yaml", """
                    bursar: 1
                    state: state
                    vendors: {stripe: {hosts: ["BASE"]}}
                    callers:
                      billing:
                        is: [com.acme.app.desk.billing.**]
                        runs: [com.acme.app.desk.billing.BillingDesk#chargeAndRetrieve]
                        credential: file:billing.key
                        allow:
                          - POST /v1/charges: {amount: {max: 200.00 USD}}
                          - charges:read
                      small:
                        vault_key: vk_small
                        credential: file:small.key
                        allow: [charges:write]
                        caps: [10.00 USD per day]
                    """.replace("BASE", base));
            try (Talk desk = new Talk(Jvm.application("com.acme.app.desk.Desk", "33.3.0")
                    .agent(policy)
                    .option("-Dbursar.mode=rehearse")
                    .argument(base)
                    .start(folder, "desk"))) {
                String[] found = desk.say("found cus_1 1900").split(" ");
                assertThat(found[0]).startsWith("ch_");
                assertThat(found).containsExactly(found[0], "found", found[0], "1900");
                assertThat(desk.say("charge cus_1 20001"))
                        .startsWith("PermissionException 403 bursar_amount_too_large");
                assertThat(desk.say("refund ch_1")).startsWith("PermissionException 403 bursar_operation_not_allowed");
                assertThat(desk.say("nobody cus_1 100")).startsWith("AuthenticationException 401 bursar_nobody");
                assertThat(desk.say("presents cus_1 600 vk_small")).startsWith("ch_");
                assertThat(desk.say("presents cus_1 600 vk_small"))
                        .startsWith("RateLimitException 429 bursar_cap_reached");
                Jvm.Done done = desk.end();
                assertThat(done.exit()).as(done.toString()).isZero();
                assertThat(done.err()).isEmpty();
            }
            vendor.setSoTimeout(1);
            assertThatThrownBy(vendor::accept)
                    .as("the queue of connections is empty")
                    .isInstanceOf(SocketTimeoutException.class);
            List<JsonNode> journal = ground.journal();
            assertThat(journal).noneMatch(record -> record.path("kind").asText().matches("admitted|settled"));
            assertThat(journal)
                    .filteredOn(record -> record.path("kind").asText().equals("rehearsed"))
                    .extracting(record -> record.path("operation").asText())
                    .containsExactly("POST /v1/charges", "GET /v1/charges/{charge}", "POST /v1/charges");
        }
    }

    @Test
    void a_rehearsal_within_a_live_process_spends_nothing_live() {
        try (Ground ground = new Ground(folder).key("billing", "charges:write").key("eval")) {
            Path policy = ground.policy("""
                    callers:
                      billing:
                        is: [com.acme.app.desk.billing.**]
                        credential: file:billing.key
                        allow: [charges:write]
                        caps: [15.00 USD per day]
                      evaluation:
                        mode: rehearse
                        vault_key: vk_eval
                        allow: [charges:write]
                        caps: [15.00 USD per day]
                    rehearse:
                      when: ["com.acme.app.desk.eval.Optimizer#compile"]
                    """);
            try (Talk desk = new Talk(Jvm.application("com.acme.app.desk.Desk", "33.3.0")
                    .agent(policy)
                    .argument(ground.stripe.baseUrl())
                    .start(folder, "desk"))) {
                assertThat(desk.say("compile cus_trial 400 3").split(" "))
                        .hasSize(3)
                        .allMatch(id -> id.startsWith("ch_"));
                assertThat(desk.say("compile cus_trial 400 1"))
                        .as("the rehearsals' own spend is at its cap")
                        .startsWith("RateLimitException 429 bursar_cap_reached");
                assertThat(desk.say("presents cus_eval 1400 vk_eval")).startsWith("ch_");
                assertThat(desk.say("presents cus_eval 1400 vk_eval")).startsWith("RateLimitException 429");
                assertThat(ground.stripe.requests()).isEmpty();
                for (int i = 0; i < 3; i++) {
                    assertThat(desk.say("charge cus_live 400")).startsWith("ch_");
                }
                assertThat(desk.say("charge cus_live 400")).startsWith("RateLimitException 429 bursar_cap_reached");
                Jvm.Done done = desk.end();
                assertThat(done.exit()).as(done.toString()).isZero();
                assertThat(done.err()).isEmpty();
            }
            assertThat(ground.stripe.requests())
                    .hasSize(3)
                    .allSatisfy(request -> assertThat(request.params()).containsEntry("customer", "cus_live"))
                    .extracting(SeenRequest::key)
                    .containsOnly("billing");
        }
    }
}
