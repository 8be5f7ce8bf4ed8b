// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who pays when one agent lets another charge, before a crash and after, and what becomes of charges that look alike. */
class MoneyIT {

    @TempDir
    Path folder;

    @Test
    void every_caller_on_the_stack_pays_also_after_a_crash_and_what_looks_alike_is_told() {
        try (Ground ground = new Ground(folder)) {
            ground.key("clerk", "charges:write").key("careful", "charges:write").key("boss", "charges:write");
            Path policy = ground.policy("""
                    timezone: Pacific/Kiritimati
                    callers:
                      boss:
                        is: [com.acme.app.money.Boss]
                        runs: [com.acme.app.money.Boss#work]
                        credential: file:boss.key
                        allow: [charges:write]
                        caps: [40.00 USD per run, 80.00 USD per month]
                      clerk:
                        is: [com.acme.app.money.Clerk]
                        credential: file:clerk.key
                        allow: [charges:write]
                        caps: [1000.00 USD per month]
                      careful:
                        is: [com.acme.app.money.Careful]
                        credential: file:careful.key
                        allow: [charges:write]
                        caps: [1000.00 USD per month]
                        idempotency: {near_duplicates: refuse}
                    """);
            Jvm.Done first = run(ground, policy, "first", "both", "marked", "refused");
            assertThat(first.value("both1")).startsWith("ch_");
            assertThat(first.value("both2"))
                    .isEqualTo("429 bursar_cap_reached cap of 40.00 USD per run of boss reached; 10.00 USD left in this"
                            + " run; stop and report, do not retry in this run");
            assertThat(first.value("both3")).startsWith("ch_");
            assertThat(first.value("marked1")).startsWith("ch_");
            assertThat(first.value("marked2")).startsWith("ch_");
            assertThat(first.value("refused1")).startsWith("ch_");
            assertThat(first.value("refused2"))
                    .startsWith("409 bursar_near_duplicate")
                    .contains("(3.00 USD)", first.value("refused1"));
            assertThat(first.value("refused3")).as("an equal one is meant").startsWith("ch_");
            assertThat(ground.stripe.charges())
                    .extracting(Made::key)
                    .containsExactly("clerk", "clerk", "clerk", "clerk", "careful", "careful");

            List<JsonNode> admitted = ground.journal("--kind", "admitted");
            assertThat(admitted)
                    .allSatisfy(
                            record -> assertThat(record.path("outer").asText()).startsWith("boss:"));
            assertThat(admitted)
                    .filteredOn(record -> record.path("reason").asText().equals("possible_duplicate"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.path("near").asText())
                            .isEqualTo(admitted.get(2).path("key").asText()));
            assertThat(ground.journal("--kind", "refused")
                            .get(0)
                            .path("cap_caller")
                            .asText())
                    .isEqualTo("boss");

            // 30 + 10 + 2 + 2 + 3 + 3 of 80
            Jvm.Done second = run(ground, policy, "second", "later");
            assertThat(second.value("later"))
                    .startsWith("429 bursar_cap_reached monthly cap of 80.00 USD of boss reached; 30.00 USD left until"
                            + " 00:00 Pacific/Kiritimati (");
            assertThat(ground.stripe.charges()).hasSize(6);
        }
    }

    private Jvm.Done run(Ground ground, Path policy, String name, String... scenes) {
        Jvm jvm = Jvm.application("com.acme.app.money.Boss", "33.3.0")
                .agent(policy)
                .argument(ground.stripe.baseUrl());
        for (String scene : scenes) {
            jvm.argument(scene);
        }
        Jvm.Done done = jvm.run(folder, name);
        assertThat(done.exit()).as(done.toString()).isZero();
        return done;
    }
}
