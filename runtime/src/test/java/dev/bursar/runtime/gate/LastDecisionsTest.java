// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Window;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a thread is told of its last call, and under whose name the application may act. */
class LastDecisionsTest {

    private static Policies.Caller billing() {
        return Policies.caller("Billing").allow("POST /v1/charges").cap("100.00 USD", Window.DAY);
    }

    private final House house = new House(Policies.policy(Mode.ENFORCE, billing()));

    private void inside(@Nullable Object token, Runnable body) {
        body.run();
        house.gate.leave(token, null, null);
    }

    private Map<String, String> last() {
        Map<String, String> last = house.gate.lastDecision();
        if (last == null) {
            throw new AssertionError("nothing was decided");
        }
        return last;
    }

    @Test
    void is_nothing_before_the_first_call() {
        assertThat(house.gate.lastDecision()).isNull();
    }

    @Test
    void says_who_what_in_which_run_by_which_rule_and_under_which_key() {
        inside(house.gate.enterRun("Billing", "order-42"), () -> {
            Client.Sent sent = house.client().charge(100);
            assertThat(last())
                    .containsEntry("outcome", "admitted")
                    .containsEntry("caller", "Billing")
                    .containsEntry("run", "Billing/order-42")
                    .containsEntry("run", String.valueOf(house.gate.runId()))
                    .containsEntry("operation", "POST /v1/charges")
                    .containsEntry("key", sent.key())
                    .containsKey("rule")
                    .doesNotContainKeys("code", "message");
        });
    }

    @Test
    void says_why_not_as_the_application_is_told() {
        inside(house.gate.enterRun("Billing", "order-42"), () -> {
            Client.Sent sent = house.client().post(Client.REFUNDS, "charge=ch_1");
            assertThat(last())
                    .containsEntry("outcome", "refused")
                    .containsEntry("code", "bursar_operation_not_allowed")
                    .doesNotContainKey("key");
            assertThat(sent.text()).contains(String.valueOf(last().get("message")));
        });
    }

    @Test
    void tells_rehearsed_replayed_and_observed_apart() {
        inside(
                house.gate.enterRehearsal("test"),
                () -> inside(house.gate.enterAs("Billing"), () -> {
                    house.client().charge(100);
                    assertThat(last()).containsEntry("outcome", "rehearsed");
                }));
        inside(house.gate.enterRun("Billing", "order-42"), () -> {
            house.client()
                    .charge("amount=100&currency=usd&customer=cus_1&description=one")
                    .charged("ch_1", 100);
            inside(house.gate.enterAttempt(), () -> {
                house.client().charge("amount=100&currency=usd&customer=cus_1&description=another");
                assertThat(last()).containsEntry("outcome", "replayed");
            });
        });
        House observing = new House(Policies.policy(Mode.OBSERVE, billing()));
        observing.client().charge(100);
        assertThat(observing.gate.lastDecision())
                .containsEntry("outcome", "observed")
                .containsEntry("code", "bursar_nobody");
    }

    @Test
    void is_told_to_no_other_thread() throws Exception {
        house.client().charge(100);
        assertThat(last()).containsEntry("code", "bursar_nobody");
        AtomicReference<@Nullable Object> seen = new AtomicReference<>("not asked");
        Thread other = new Thread(() -> seen.set(house.gate.lastDecision()));
        other.start();
        other.join();
        assertThat(seen.get()).isNull();
    }

    @Test
    void refuses_a_caller_that_the_policy_does_not_know_and_never_takes_another() {
        inside(
                house.gate.enterAs("Billing"),
                () -> inside(house.gate.enterAs("Stranger"), () -> {
                    Client.Sent sent = house.client().charge(100);
                    assertThat(sent.status()).isEqualTo(401);
                    assertThat(sent.text()).contains("bursar_nobody", "the caller `Stranger` is not in the policy");
                }));
        inside(
                house.gate.enterRun("Stranger", "order-42"),
                () -> inside(house.gate.enterAs("Billing"), () -> {
                    assertThat(house.client().charge(100).text()).contains("`Stranger` is not in the policy");
                }));
    }

    @Test
    void refuses_an_attempt_of_no_run() {
        inside(
                house.gate.enterAttempt(),
                () -> inside(house.gate.enterAs("Billing"), () -> {
                    assertThat(house.client().charge(100).text()).contains("bursar_conflict", "no run is open");
                }));
    }
}
