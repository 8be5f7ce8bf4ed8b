// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Talk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that is changed under a running application. */
class ReloadIT {

    private static final String CALLERS = """
            callers:
              billing:
                is: [com.acme.app.desk.billing.**]
                credential: file:billing.key
                allow: [charges:write]
                caps: [500.00 USD per day]
            """;

    @TempDir
    Path folder;

    @Test
    void takes_effect_while_the_application_runs_unless_it_is_broken() {
        try (Ground ground = new Ground(folder).key("billing", "charges:write")) {
            Path policy = ground.policy(CALLERS);
            try (Talk desk = new Talk(Jvm.application("com.acme.app.desk.Desk", "33.3.0")
                    .agent(policy)
                    .argument(ground.stripe.baseUrl())
                    .start(folder, "desk"))) {
                assertThat(desk.say("charge cus_1 1000")).startsWith("ch_");

                ground.policy(CALLERS.replace("caps: [500.00 USD", "caps: [12.00 USD"));
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> assertThat(desk.say("charge cus_1 10"))
                                .as("what was spent before counts")
                                .startsWith("RateLimitException 429 bursar_cap_reached"));

                ground.policy(CALLERS.replace("allow:", "alow:"));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> !desk.errors().isEmpty());
                assertThat(desk.errors().lines())
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .startsWith("bursar: the changed policy is not taken up, the old one stays in force: ")
                                .contains("`alow`", "bursar.yaml:"));
                assertThat(desk.say("charge cus_1 300")).startsWith("RateLimitException 429 bursar_cap_reached");

                ground.policy(CALLERS + "ledger: redis://127.0.0.1:1/0\n");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> desk.errors()
                                .contains("`ledger` cannot change while the application runs: restart it"));

                ground.policy(CALLERS + "    revoked: true\n");
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> assertThat(desk.say("charge cus_1 300"))
                                .startsWith("AuthenticationException 401 bursar_revoked"));
                int seen = ground.stripe.requests().size();
                assertThat(desk.say("charge cus_1 1")).startsWith("AuthenticationException 401 bursar_revoked");
                assertThat(ground.stripe.requests()).hasSize(seen);

                ground.policy(CALLERS);
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(
                                () -> assertThat(desk.say("charge cus_1 1000")).startsWith("ch_"));
                Jvm.Done done = desk.end();
                assertThat(done.exit()).as(done.toString()).isZero();
            }
            assertThat(ground.stripe.moneyIn("usd")).isLessThanOrEqualTo(1000 + 200 + 1000);
            List<JsonNode> journal = ground.journal("--kind", "policy");
            assertThat(journal)
                    .extracting(record -> record.path("decision").asText())
                    .contains("rejected");
            assertThat(journal)
                    .filteredOn(record -> record.path("decision").asText().equals("in force"))
                    .extracting(record -> record.path("policy").asText())
                    .as("one record for each policy that was in force, the first one twice")
                    .hasSize(4)
                    .doesNotContain("");
        }
    }
}
