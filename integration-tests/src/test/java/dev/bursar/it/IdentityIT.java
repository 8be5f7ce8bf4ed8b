// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose code a call comes from, however the policy says so and whatever thread the work is handed to. */
class IdentityIT {

    private static final List<String> CALLERS = List.of("billing", "refunds", "packed", "marked", "method");

    @TempDir
    Path folder;

    @Test
    void every_call_carries_the_key_of_the_code_it_comes_from() {
        try (Ground ground = new Ground(folder)) {
            CALLERS.forEach(caller -> ground.key(caller, "charges:write", "refunds:write"));
            Path policy = ground.policy("""
                    callers:
                      billing:
                        is: [com.acme.app.who.Billing]
                        runs: [com.acme.app.who.Billing#leavesBehind]
                        credential: file:billing.key
                        allow: [charges:write]
                      refunds:
                        is: [com.acme.app.who.Refunds]
                        credential: file:refunds.key
                        allow: [charges:write, "POST /v1/refunds": {amount: {max: 100.00 USD}}]
                      packed:
                        is: [com.acme.app.who.pack.**]
                        credential: file:packed.key
                        allow: [charges:write]
                      marked:
                        is: ["@com.acme.app.who.Agent(marked)"]
                        credential: file:marked.key
                        allow: [charges:write]
                      method:
                        is: [com.acme.app.who.Mixed#named]
                        credential: file:method.key
                        allow: [charges:write]
                    """);
            Jvm.Done office = Jvm.application("com.acme.app.who.Office", "33.3.0")
                    .agent(policy)
                    .option("-Dapp.key=" + Ground.GLOBAL)
                    // More than one thread for parallel streams, whatever the machine has.
                    .option("-Djava.util.concurrent.ForkJoinPool.common.parallelism=3")
                    .argument(ground.stripe.baseUrl())
                    .run(folder, "office");
            assertThat(office.exit()).as(office.toString()).isZero();
            assertThat(office.err()).isEmpty();
            assertThat(ground.stripe.keysSeen()).containsExactlyInAnyOrderElementsOf(CALLERS);

            is_told_by_class_package_annotation_and_method(office, ground);
            goes_with_the_work(office, ground);
            stays_on_no_thread_of_a_pool(office);
            is_the_innermost_of_several_who_must_all_be_allowed(office, ground);
            ends_with_the_run(office);
            is_not_mixed_up_in_a_crowd(office, ground);
            stands_in_the_journal(ground);
        }
    }

    private void is_told_by_class_package_annotation_and_method(Jvm.Done office, Ground ground) {
        by(ground, office, "class", "billing");
        by(ground, office, "packed", "packed");
        by(ground, office, "marked", "marked");
        by(ground, office, "method", "method");
        by(ground, office, "markedmethod", "marked");
        assertThat(office.value("nobody")).startsWith("AuthenticationException 401 bursar_nobody");
    }

    private void goes_with_the_work(Jvm.Done office, Ground ground) {
        for (String scene : List.of("submit", "execute", "all", "later", "completable", "forked", "parallel")) {
            by(ground, office, scene, "billing");
        }
        assertThat(Set.of(office.value("parallel").split(" "))).hasSize(16);
        if (Runtime.version().feature() >= 21) {
            by(ground, office, "virtual", "billing");
        } else {
            assertThat(office.value("virtual")).isEqualTo("none");
        }
    }

    private void stays_on_no_thread_of_a_pool(Jvm.Done office) {
        assertThat(office.value("thread"))
                .as("a bare thread takes nothing over, and so may do nothing")
                .startsWith("AuthenticationException 401 bursar_nobody");
        for (int i = 0; i < 4; i++) {
            assertThat(office.value("pooled" + i)).startsWith("AuthenticationException 401 bursar_nobody");
        }
    }

    private void is_the_innermost_of_several_who_must_all_be_allowed(Jvm.Done office, Ground ground) {
        String asked = office.value("asks");
        assertThat(asked).matches("ch_\\S+ PermissionException 403 bursar_operation_not_allowed .*`billing`.* ch_\\S+");
        assertThat(madeFor(ground, "cus_asks")).extracting(Made::key).containsExactly("refunds");
        assertThat(madeFor(ground, "cus_asks_after")).extracting(Made::key).containsExactly("billing");
        assertThat(office.value("refund")).startsWith("re_");
        assertThat(ground.stripe.refunds()).extracting(Made::key).containsExactly("refunds");
    }

    private void ends_with_the_run(Jvm.Done office) {
        assertThat(office.value("left")).startsWith("AuthenticationException 401 bursar_run_closed");
    }

    private void is_not_mixed_up_in_a_crowd(Jvm.Done office, Ground ground) {
        assertThat(office.value("mixed")).isEqualTo("200");
        Set<String> seen = new HashSet<>();
        for (Made charge : ground.stripe.charges()) {
            String customer = String.valueOf(charge.customer());
            if (customer.startsWith("cus_mixed_")) {
                assertThat(customer).startsWith("cus_mixed_" + charge.key() + "_");
                assertThat(seen.add(customer)).as(customer).isTrue();
            }
        }
        assertThat(seen).hasSize(200);
    }

    private void stands_in_the_journal(Ground ground) {
        List<JsonNode> journal = ground.journal("--kind", "admitted");
        for (Made charge : ground.stripe.charges()) {
            assertThat(journal)
                    .filteredOn(record -> record.path("key").asText().equals(charge.idempotencyKey()))
                    .singleElement()
                    .satisfies(
                            record -> assertThat(record.path("caller").asText()).isEqualTo(charge.key()));
        }
    }

    private void by(Ground ground, Jvm.Done office, String scene, String caller) {
        assertThat(office.value(scene).split(" ")).as(scene).allMatch(made -> made.startsWith("ch_"));
        assertThat(ground.stripe.charges())
                .filteredOn(charge -> String.valueOf(charge.customer()).matches("cus_" + scene + "(_[12])?"))
                .as(scene)
                .hasSameSizeAs(office.value(scene).split(" "))
                .extracting(Made::key)
                .containsOnly(caller);
    }

    private static List<Made> madeFor(Ground ground, String customer) {
        return ground.stripe.charges().stream()
                .filter(charge -> customer.equals(charge.customer()))
                .toList();
    }
}
