// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.policy.IdempotencySettings.NearDuplicates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second action of one run that moves the same money for the same customer, in other words. */
class NearTest {

    private static final String CHARGE = "amount=500&currency=usd&customer=cus_1";
    private static final String REWORDED = CHARGE + "&payment_method=pm_2";

    private static Policies.Caller billing() {
        return Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges")
                .allow("POST /v1/refunds", Map.of("amount", Policies.max("50.00 USD")))
                .cap("100.00 USD", Window.DAY);
    }

    private static House house(NearDuplicates what) {
        return new House(Policies.policy(Mode.ENFORCE, billing().nearDuplicates(what)));
    }

    private final House marking = house(NearDuplicates.MARK);
    private final House refusing = house(NearDuplicates.REFUSE);

    private static Entry admitted(House house, int index) {
        return house.journal.of(Kind.ADMITTED).get(index);
    }

    @Test
    void it_is_sent_and_marked() {
        marking.run("Billing", "1", () -> {
            String first = marking.client().charge(CHARGE).charged("ch_1", 500);
            String second = marking.client().charge(REWORDED).charged("ch_2", 500);
            assertThat(second).isNotEqualTo(first);
            assertThat(admitted(marking, 0).near()).isNull();
            assertThat(admitted(marking, 0).reason()).isNull();
            assertThat(admitted(marking, 1).near()).isEqualTo(first);
            assertThat(admitted(marking, 1).reason()).isEqualTo("possible_duplicate");
            assertThat(marking.journal.last().near()).isEqualTo(first);
            return null;
        });
    }

    @Test
    void it_is_refused_where_the_policy_says_so_and_the_object_is_named() {
        refusing.run("Billing", "1", () -> {
            String first = refusing.client().charge(CHARGE).charged("ch_1", 500);
            Client.Sent second = refusing.client().charge(REWORDED);
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.text())
                    .contains(
                            "bursar_near_duplicate",
                            "`POST /v1/charges` for the same customer and amount (5.00 USD) was already done in this run"
                                    + " and made `ch_1`, in other words; it is not done a second time; go on with what was"
                                    + " made, do not retry");
            assertThat(refusing.journal.last().near()).isEqualTo(first);
            assertThat(refusing.client().charge(REWORDED).status()).as("again").isEqualTo(409);
            assertThat(refusing.client().charge(CHARGE + "0").isAdmitted()).isTrue();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount=500&currency=usd&customer=cus_2",
                "amount=501&currency=usd&customer=cus_1",
                "amount=500&currency=usd&source=tok_visa"
            })
    void another_customer_or_amount_is_none(String other) {
        refusing.run("Billing", "1", () -> {
            refusing.client().charge(CHARGE).charged("ch_1", 500);
            assertThat(refusing.client().charge(other).isAdmitted()).isTrue();
            assertThat(admitted(refusing, 1).near()).isNull();
            return null;
        });
    }

    @Test
    void two_equal_actions_are_meant() {
        refusing.run("Billing", "1", () -> {
            refusing.client().charge(CHARGE).charged("ch_1", 500);
            assertThat(refusing.client().charge(CHARGE).isAdmitted()).isTrue();
            assertThat(admitted(refusing, 1).near()).isNull();
            return null;
        });
    }

    @Test
    void the_same_amount_written_otherwise_is_the_same() {
        refusing.run("Billing", "1", () -> {
            refusing.client().charge(CHARGE).charged("ch_1", 500);
            assertThat(refusing.client()
                            .charge("amount=500&currency=USD&customer=cus_1")
                            .status())
                    .isEqualTo(409);
            return null;
        });
    }

    @Test
    void a_repeat_of_either_is_a_repeat() {
        marking.run("Billing", "1", () -> {
            String first = marking.step(
                    "Billing", () -> marking.client().charge(CHARGE).charged("ch_1", 500));
            String second = marking.step(
                    "Billing", () -> marking.client().charge(REWORDED).charged("ch_2", 500));
            marking.step("Billing", () -> {
                assertThat(marking.client().charge(CHARGE).charged("ch_1", 500)).isEqualTo(first);
                assertThat(marking.client().charge(REWORDED).charged("ch_2", 500))
                        .isEqualTo(second);
                return null;
            });
            assertThat(admitted(marking, 2).near()).isNull();
            assertThat(admitted(marking, 3).near()).isNull();
            return null;
        });
    }

    @Test
    void what_was_declined_or_never_sent_is_not_done() {
        refusing.run("Billing", "1", () -> {
            refusing.client().charge(CHARGE).declined();
            refusing.client().charge(CHARGE + "&source=tok_1").failed();
            assertThat(refusing.client().charge(REWORDED).isAdmitted()).isTrue();
            return null;
        });
    }

    @Test
    void what_may_have_been_done_is() {
        refusing.run("Billing", "1", () -> {
            Client.Sent lost = refusing.client().charge(CHARGE);
            lost.dress();
            lost.failed();
            Client.Sent other = refusing.client().charge(REWORDED);
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text())
                    .contains("was already asked for in this run")
                    .doesNotContain("made");
            return null;
        });
    }

    @Test
    void what_was_refused_here_leaves_no_trace() {
        refusing.run("Billing", "1", () -> {
            refusing.journal.broken = "full";
            assertThat(refusing.client().charge(CHARGE).status()).isEqualTo(503);
            refusing.journal.broken = null;
            assertThat(refusing.client().charge(REWORDED).isAdmitted()).isTrue();
            return null;
        });
    }

    @Test
    void another_run_and_another_caller_have_their_own() {
        House two = new House(Policies.policy(
                Mode.ENFORCE,
                billing().nearDuplicates(NearDuplicates.REFUSE),
                Policies.caller("Other").allow("POST /v1/charges").cap("100.00 USD", Window.DAY)));
        two.run("Billing", "1", () -> two.client().charge(CHARGE).charged("ch_1", 500));
        two.run("Billing", "1", () -> {
            assertThat(two.client().charge(REWORDED).isAdmitted())
                    .as("the run before has closed")
                    .isTrue();
            return null;
        });
        two.run("Other", () -> {
            two.client().charge(CHARGE).charged("ch_2", 500);
            return null;
        });
        assertThat(two.journal.of(Kind.ADMITTED)).extracting(Entry::near).containsOnlyNulls();
    }

    @Test
    void a_run_inside_another_is_part_of_it() {
        House nested = new House(Policies.policy(
                Mode.ENFORCE,
                Policies.caller("Billing")
                        .allow("POST /v1/charges")
                        .cap("100.00 USD", Window.DAY)
                        .nearDuplicates(NearDuplicates.REFUSE),
                Policies.caller("Boss").allow("POST /v1/charges").cap("100.00 USD", Window.DAY)));
        nested.run("Boss", () -> {
            nested.run("Billing", () -> nested.client().charge(CHARGE).charged("ch_1", 500));
            return nested.run("Billing", () -> {
                assertThat(nested.client().charge(REWORDED).status()).isEqualTo(409);
                return null;
            });
        });
    }

    @Test
    void refunds_of_one_charge_resemble_each_other() {
        refusing.run("Billing", "1", () -> {
            Client.Sent first = refusing.client().post(Client.REFUNDS, "charge=ch_1&amount=100");
            first.dress();
            first.answered(200, "{\"id\":\"re_1\",\"object\":\"refund\",\"amount\":100,\"currency\":\"usd\"}");
            assertThat(refusing.client()
                            .post(Client.REFUNDS, "charge=ch_1&amount=100&reason=duplicate")
                            .status())
                    .isEqualTo(409);
            assertThat(refusing.client()
                            .post(Client.REFUNDS, "charge=ch_2&amount=100&reason=duplicate")
                            .isAdmitted())
                    .isTrue();
            return null;
        });
    }

    @Test
    void a_rehearsal_says_the_same() {
        House rehearsing = new House(Policies.policy(Mode.REHEARSE, billing().nearDuplicates(NearDuplicates.REFUSE)));
        List<Integer> statuses = rehearsing.run(
                "Billing",
                "1",
                () -> List.of(
                        rehearsing.client().charge(CHARGE).status(),
                        rehearsing.client().charge(REWORDED).status()));
        assertThat(statuses).containsExactly(200, 409);
    }

    @Test
    void keys_of_the_applications_own_do_not_hide_it() {
        refusing.run("Billing", "1", () -> {
            refusing.client().header("Idempotency-Key", "a").charge(CHARGE).charged("ch_1", 500);
            assertThat(refusing.client()
                            .header("Idempotency-Key", "b")
                            .charge(CHARGE)
                            .isAdmitted())
                    .as("an equal one is meant")
                    .isTrue();
            assertThat(refusing.client()
                            .header("Idempotency-Key", "c")
                            .charge(REWORDED)
                            .status())
                    .isEqualTo(409);
            return null;
        });
    }
}
