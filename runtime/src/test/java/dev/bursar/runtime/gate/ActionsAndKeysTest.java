// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.idempotency.Keys;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.policy.IdempotencySettings.AppKeys;
import dev.bursar.runtime.policy.IdempotencySettings.Drift;
import dev.bursar.runtime.policy.IdempotencySettings.Repeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** design.md, "One action, one key", sentence by sentence, through the whole gate. */
class ActionsAndKeysTest {

    private static final Cap DAY = new Cap.OfMoney(Money.parse("500.00 USD"), Window.DAY);

    private static Policies.Caller billing() {
        return Policies.caller("Billing")
                .allow("POST /v1/charges")
                .allow("POST /v1/customers")
                .cap("500.00 USD", Window.DAY);
    }

    private static House house(Policies.Caller... callers) {
        return new House(Policies.policy(Mode.ENFORCE, callers));
    }

    private final House house = house(billing());

    private String charged(long cents) {
        return house.client().charge(cents).charged("ch_" + cents, cents);
    }

    @Test
    void a_repeated_loop_of_the_same_run_repeats_its_keys() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        house.run("Billing", () -> {
            house.step("Billing", () -> first.add(charged(500)) & first.add(charged(700)));
            return house.step("Billing", () -> second.add(charged(500)) & second.add(charged(700)));
        });
        assertThat(second).isEqualTo(first);
        assertThat(first.get(0)).isNotEqualTo(first.get(1));
    }

    @Test
    void a_repeated_loop_repeats_its_keys_in_another_order() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        house.run("Billing", () -> {
            house.step("Billing", () -> first.add(charged(500)) & first.add(charged(700)));
            return house.step("Billing", () -> second.add(charged(700)) & second.add(charged(500)));
        });
        assertThat(second).containsExactly(first.get(1), first.get(0));
    }

    @Test
    void a_repeated_loop_repeats_its_keys_from_other_threads() {
        Set<String> first = ConcurrentHashMap.newKeySet();
        Set<String> second = ConcurrentHashMap.newKeySet();
        house.run("Billing", () -> {
            house.step("Billing", () -> inThreads(first));
            return house.step("Billing", () -> inThreads(second));
        });
        assertThat(first).hasSize(8);
        assertThat(second).isEqualTo(first);
    }

    /** Eight threads, each with a charge of its own, and two with equal ones among them. */
    private boolean inThreads(Set<String> keys) throws InterruptedException {
        Object scope = house.gate.capture();
        if (scope == null) {
            throw new AssertionError("nobody is here");
        }
        List<Thread> threads = new ArrayList<>();
        CountDownLatch together = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            long cents = 100 + i / 2;
            Thread thread = new Thread(() -> {
                Object resumed = house.gate.resume(scope);
                try {
                    together.await();
                    keys.add(charged(cents));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                } finally {
                    house.gate.suspend(resumed);
                }
            });
            thread.start();
            threads.add(thread);
        }
        together.countDown();
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        return true;
    }

    @Test
    void two_deliberate_equal_charges_in_one_attempt_differ() {
        house.run("Billing", () -> {
            assertThat(charged(500)).isNotEqualTo(charged(500));
            return null;
        });
    }

    @Test
    void equal_charges_in_one_attempt_are_one_where_repeats_are_the_same() {
        House one = house(billing().repeats(Repeats.SAME));
        one.run("Billing", () -> {
            String first = one.client().charge(500).charged("ch_1", 500);
            assertThat(one.client().charge(500).charged("ch_1", 500)).isEqualTo(first);
            return null;
        });
        assertThat(one.balance("Billing", DAY).spent()).isEqualTo(5_000_000);
    }

    @Test
    void a_tool_that_throws_after_charging_gives_its_ordinals_back() {
        List<String> keys = new ArrayList<>();
        house.run("Billing", () -> {
            assertThatThrownBy(() -> house.tool("Billing", () -> {
                        keys.add(charged(500));
                        throw new IllegalStateException("after charging");
                    }))
                    .hasMessage("after charging");
            return house.tool("Billing", () -> keys.add(charged(500)));
        });
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
    }

    @Test
    void after_a_timeout_a_reset_or_a_500_an_equal_call_repeats_the_key() {
        house.run("Billing", () -> {
            Client.Sent reset = house.client().charge(500);
            String key = reset.key();
            reset.failed();
            Client.Sent broken = house.client().charge(500);
            assertThat(broken.key()).isEqualTo(key);
            broken.answered(500, "{\"error\":{\"type\":\"api_error\"}}");
            assertThat(charged(500)).isEqualTo(key);
            return null;
        });
    }

    @Test
    void after_a_declined_card_the_next_equal_call_takes_a_new_key() {
        house.run("Billing", () -> {
            String declined = house.client().charge(500).declined();
            assertThat(charged(500)).isNotEqualTo(declined);
            return null;
        });
    }

    @Test
    void a_run_repeated_after_a_decline_and_a_success_finds_the_success() {
        house.run("Billing", () -> {
            List<String> keys = new ArrayList<>();
            house.step("Billing", () -> {
                house.client().charge(500).declined();
                return keys.add(charged(500));
            });
            house.step("Billing", () -> keys.add(charged(500)));
            assertThat(keys.get(1)).isEqualTo(keys.get(0));
            return null;
        });
        assertThat(house.balance("Billing", DAY).spent()).isEqualTo(5_000_000);
    }

    @Test
    void a_vendors_401_403_or_429_leaves_the_key_as_good_as_new() {
        house.run("Billing", () -> {
            String first = house.client().charge(500).refused(429, "invalid_request_error", "rate_limit");
            assertThat(house.client().charge(500).refused(403, "invalid_request_error", "more_permissions_required"))
                    .isEqualTo(first);
            assertThat(house.client().charge(500).refused(401, "invalid_request_error", "api_key_expired"))
                    .isEqualTo(first);
            assertThat(charged(500)).isEqualTo(first);
            return null;
        });
        assertThat(house.balance("Billing", DAY).spent()).isEqualTo(5_000_000);
    }

    @Test
    void a_retry_under_a_known_key_never_counts_twice_against_a_cap() {
        house.run("Billing", () -> {
            for (int i = 0; i < 30; i++) {
                house.step("Billing", () -> charged(10_000));
            }
            return null;
        });
        assertThat(house.balance("Billing", DAY).spent()).isEqualTo(100_000_000);
    }

    @Test
    void drift_is_answered_with_the_first_result_while_the_run_is_open() {
        house.run("Billing", () -> {
            house.step(
                    "Billing",
                    () -> house.client()
                            .charge("amount=500&currency=usd&description=one")
                            .charged("ch_1", 500));
            return house.step("Billing", () -> {
                Client.Sent drifted = house.client().charge("amount=500&currency=usd&description=two");
                assertThat(drifted.status()).isEqualTo(200);
                assertThat(drifted.text()).contains("ch_1");
                return null;
            });
        });
        assertThat(house.journal.last().decision()).isEqualTo(Outcomes.REPLAYED);
        assertThat(house.journal.last().amount())
                .describedAs("counted with the first result")
                .isNull();
        assertThat(house.balance("Billing", DAY).spent()).isEqualTo(5_000_000);
    }

    @Test
    void drift_is_refused_with_the_object_named_where_the_policy_says_so() {
        House strict = house(billing().drift(Drift.REFUSE));
        strict.run("Billing", () -> {
            strict.step(
                    "Billing",
                    () -> strict.client()
                            .charge("amount=500&currency=usd&description=one")
                            .charged("ch_1", 500));
            return strict.step("Billing", () -> {
                Client.Sent drifted = strict.client().charge("amount=500&currency=usd&description=two");
                assertThat(drifted.status()).isEqualTo(409);
                assertThat(drifted.text()).contains("bursar_drift").contains("ch_1");
                return null;
            });
        });
    }

    @Test
    void a_drifted_call_that_is_refused_and_tried_again_is_refused_again() {
        House strict = house(billing().drift(Drift.REFUSE));
        strict.run("Billing", () -> {
            strict.step(
                    "Billing",
                    () -> strict.client()
                            .charge("amount=500&currency=usd&description=one")
                            .charged("ch_1", 500));
            return strict.step("Billing", () -> {
                for (int i = 0; i < 3; i++) {
                    assertThat(strict.client()
                                    .charge("amount=500&currency=usd&description=two")
                                    .status())
                            .isEqualTo(409);
                }
                return null;
            });
        });
    }

    @Test
    void drift_after_a_restart_is_refused_with_the_object_named() {
        House stable = house(billing().runId("arg0"));
        stable.run(
                "Billing",
                "order-1",
                () -> stable.client()
                        .charge("amount=500&currency=usd&description=one")
                        .charged("ch_1", 500));
        House next = stable.restarted();
        next.run("Billing", "order-1", () -> {
            Client.Sent drifted = next.client().charge("amount=500&currency=usd&description=two");
            assertThat(drifted.status()).isEqualTo(409);
            assertThat(drifted.text()).contains("ch_1");
            return null;
        });
    }

    @Test
    void a_key_older_than_the_vendor_remembers_is_refused_with_the_reason() {
        House stable = house(billing().runId("arg0"));
        stable.run("Billing", "order-1", () -> stable.client().charge(500).charged("ch_1", 500));
        stable.pass(Duration.ofHours(22));
        stable.run("Billing", "order-1", () -> stable.client().charge(500).charged("ch_1", 500));
        stable.pass(Duration.ofHours(2));
        stable.run("Billing", "order-1", () -> {
            Client.Sent late = stable.client().charge(500);
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.text()).contains("bursar_key_expired").contains("ch_1");
            return null;
        });
    }

    @Test
    void a_run_of_a_stable_id_repeats_its_keys_after_a_restart() {
        House stable = house(billing().runId("arg0"));
        String before = stable.run(
                "Billing", "order-1", () -> stable.client().charge(500).charged("ch_1", 500));
        House next = stable.restarted();
        String after =
                next.run("Billing", "order-1", () -> next.client().charge(500).charged("ch_1", 500));
        assertThat(after).isEqualTo(before);
        assertThat(next.balance("Billing", DAY).spent()).isEqualTo(5_000_000);
    }

    @Test
    void the_run_id_may_come_from_the_logging_context() {
        House stable = house(billing().runId("mdc:order"));
        stable.mdc.put("order", "order-7");
        String first = stable.run("Billing", () -> stable.client().charge(500).charged("ch_1", 500));
        assertThat(stable.run("Billing", () -> stable.client().charge(500).charged("ch_1", 500)))
                .isEqualTo(first);
        stable.mdc.put("order", "order-8");
        assertThat(stable.run("Billing", () -> stable.client().charge(500).charged("ch_2", 500)))
                .isNotEqualTo(first);
    }

    @Test
    void two_runs_of_random_ids_differ() {
        assertThat(house.run("Billing", () -> charged(500))).isNotEqualTo(house.run("Billing", () -> charged(500)));
    }

    @Test
    void only_what_the_policy_names_under_same_makes_the_action() {
        House named = house(billing().same("customer").drift(Drift.REFUSE));
        named.run("Billing", () -> {
            named.step(
                    "Billing",
                    () -> named.client()
                            .charge("amount=500&currency=usd&customer=cus_1")
                            .charged("ch_1", 500));
            return named.step("Billing", () -> {
                assertThat(named.client()
                                .charge("amount=700&currency=usd&customer=cus_1")
                                .status())
                        .isEqualTo(409);
                return named.client()
                        .charge("amount=700&currency=usd&customer=cus_2")
                        .charged("ch_2", 700);
            });
        });
    }

    @Test
    void a_key_of_the_application_is_kept() {
        house.run("Billing", () -> {
            Client.Sent sent =
                    house.client().header("idempotency-key", "order-77").charge(500);
            assertThat(sent.charged("ch_1", 500)).isEqualTo("order-77");
            return null;
        });
        assertThat(house.journal.last().key())
                .describedAs("it may be personal")
                .isEqualTo(Keys.ofApplication("Billing", "order-77"));
    }

    @Test
    void a_key_of_the_application_is_replaced_where_the_policy_says_so() throws Exception {
        House replacing = house(billing().appKeys(AppKeys.REPLACE));
        replacing.run("Billing", () -> {
            Client.Sent sent =
                    replacing.client().header("Idempotency-Key", "order-77").charge(500);
            assertThat(sent.key()).startsWith(Keys.PREFIX);
            assertThat(sent.dress().drops("IDEMPOTENCY-KEY")).isTrue();
            return null;
        });
    }

    @Test
    void another_action_under_a_key_of_the_application_is_refused_and_not_answered_with_the_first() {
        house.run("Billing", () -> {
            house.client().header("Idempotency-Key", "k").charge(500).charged("ch_1", 500);
            Client.Sent other = house.client().header("Idempotency-Key", "k").charge(900);
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text()).contains("ch_1");
            return null;
        });
    }

    @Test
    void two_callers_with_the_same_key_of_their_own_never_see_each_others_answers() {
        House two = house(
                billing(), Policies.caller("Other").allow("POST /v1/charges").cap("500.00 USD", Window.DAY));
        two.run("Billing", () -> {
            two.client().header("Idempotency-Key", "k").charge(500).charged("ch_secret", 500);
            return two.run("Other", () -> {
                Client.Sent other = two.client().header("Idempotency-Key", "k").charge(900);
                assertThat(other.charged("ch_2", 900)).isEqualTo("k");
                return null;
            });
        });
        assertThat(two.balance("Billing", DAY).spent()).isEqualTo(14_000_000);
        assertThat(two.balance("Other", DAY).spent()).isEqualTo(9_000_000);
    }

    @Test
    void a_replay_while_rehearsing_is_recorded_as_rehearsed() {
        House rehearsing = house(billing().mode(Mode.REHEARSE));
        rehearsing.run("Billing", () -> {
            String first = rehearsing.step(
                    "Billing",
                    () -> rehearsing
                            .client()
                            .charge("amount=500&currency=usd&description=one")
                            .text());
            String second = rehearsing.step(
                    "Billing",
                    () -> rehearsing
                            .client()
                            .charge("amount=500&currency=usd&description=two")
                            .text());
            assertThat(second).isEqualTo(first);
            return null;
        });
        assertThat(rehearsing.journal.of(Kind.REHEARSED)).hasSize(2);
        assertThat(rehearsing.journal.of(Kind.SETTLED)).isEmpty();
        assertThat(rehearsing
                        .balance(rehearsing.books.rehearsed(), "Billing", DAY)
                        .spent())
                .isEqualTo(5_000_000);
    }

    @Test
    void a_rehearsal_that_is_refused_is_not_counted_and_not_replayed() {
        House rehearsing =
                house(billing().mode(Mode.REHEARSE).allow("POST /v1/refunds").same("charge"));
        rehearsing.run("Billing", () -> {
            assertThat(rehearsing.client().post(Client.REFUNDS, "amount=100").status())
                    .isEqualTo(400);
            assertThat(rehearsing
                            .balance(rehearsing.books.rehearsed(), "Billing", DAY)
                            .spent())
                    .isZero();
            // The same action in other words: the vendor refused the first, so this one is asked anew.
            assertThat(rehearsing.client().post(Client.REFUNDS, "amount=200").status())
                    .isEqualTo(400);
            return null;
        });
        assertThat(rehearsing.journal.of(Kind.REHEARSED))
                .extracting(entry -> entry.decision())
                .containsExactly("allowed", "allowed");
        assertThat(rehearsing.journal.of(Kind.REHEARSED))
                .extracting(entry -> entry.key())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_key_of_the_application_that_is_blank_is_none() {
        house.run("Billing", () -> {
            assertThat(house.client().header("Idempotency-Key", " ").charge(500).key())
                    .startsWith(Keys.PREFIX);
            return null;
        });
    }

    @Test
    void a_call_that_moves_no_money_and_timed_out_keeps_its_key_though_a_retry_is_refused() {
        house.run("Billing", () -> {
            Client.Sent first = house.client().post("https://api.stripe.com/v1/customers", "name=x");
            String key = first.key();
            first.failed();
            house.client().post("https://api.stripe.com/v1/customers", "name=x").refused(404, "e", "resource_missing");
            assertThat(house.client()
                            .post("https://api.stripe.com/v1/customers", "name=x")
                            .key())
                    .isEqualTo(key);
            return null;
        });
    }
}
