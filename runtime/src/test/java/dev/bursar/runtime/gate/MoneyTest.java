// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.idempotency.LocalActions;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.ledger.Reservation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** design.md, "Money", sentence by sentence, through the whole gate. */
class MoneyTest {

    private static final Cap DAY = new Cap.OfMoney(Money.parse("100.00 USD"), Window.DAY);

    private static Policies.Caller billing() {
        return Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges")
                .allow("POST /v1/refunds", Map.of("amount", Policies.max("50.00 USD")))
                .allow("POST /v1/charges/{charge}/capture")
                .cap("100.00 USD", Window.DAY);
    }

    private static House house(Policies.Caller... callers) {
        return new House(Policies.policy(Mode.ENFORCE, callers));
    }

    private final House house = house(billing());

    private Reservation.Balance today() {
        return house.balance("Billing", DAY);
    }

    private Client.Sent charge(String order, long cents) {
        return house.run("Billing", order, () -> house.client().charge(cents));
    }

    @Test
    void money_is_held_before_anything_is_sent() {
        charge("1", 3_000);
        assertThat(today().held()).isEqualTo(30_000_000);
        assertThat(house.journal.durable()).hasSize(1);
    }

    @Test
    void what_the_answer_says_was_moved_is_what_is_counted() {
        Client.Sent sent = charge("1", 3_000);
        sent.charged("ch_1", 1_234);
        assertThat(today().spent()).isEqualTo(12_340_000);
        assertThat(today().held()).isZero();
    }

    /** Else it would look as if it were on its way, and `reconcile` would carry out what the caller was told was not sent. */
    @Test
    void an_admission_that_the_disk_took_too_late_is_on_record_as_never_sent() {
        house.journal.late = true;
        assertThat(charge("1", 3_000).status()).isEqualTo(503);
        house.journal.late = false;
        assertThat(today().held()).isZero();
        UnsettledHolds holds = new UnsettledHolds();
        for (Entry entry : house.journal.entries()) {
            holds.accept(new Recorded(1, "", "", entry));
        }
        assertThat(house.journal.entries()).extracting(Entry::kind).contains(Kind.ADMITTED);
        assertThat(holds.list()).isEmpty();
        assertThat(charge("1", 3_000).isAdmitted()).isTrue();
    }

    /** What was only observed went out under a key of the application's own, so the vendor does not know ours. */
    @Test
    void a_call_observed_before_the_policy_enforced_is_not_the_same_hold() {
        House watched = new House(Policies.policy(Mode.OBSERVE, billing()));
        watched.run("Billing", "1", () -> watched.client().charge(6_000)).carriedOut("ch_1", 6_000);
        assertThat(watched.balance("Billing", DAY).spent()).isEqualTo(60_000_000);
        watched.gate.enforce(Policies.policy(Mode.ENFORCE, billing()));
        Client.Sent again = watched.run("Billing", "1", () -> watched.client().charge(6_000));
        assertThat(again.isAdmitted()).isFalse();
        assertThat(again.status()).isEqualTo(429);
    }

    /** A hold whose outcome is unknown is kept for ever, its key is not: the vendor has long forgotten it too. */
    @Test
    void a_hold_that_is_older_than_the_memory_of_its_key_is_not_taken_up_again() {
        Client.Sent lost = charge("1", 3_000);
        lost.key();
        lost.failed();
        house.pass(Duration.ofDays(40));
        ((LocalActions) house.books.live().actions()).prune(house.now());
        Client.Sent again = charge("1", 3_000);
        assertThat(again.isAdmitted()).isFalse();
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("bursar_key_expired");
    }

    @Test
    void a_cap_reached_says_what_is_left_and_when_it_resets_and_what_to_do() {
        charge("1", 3_000).charged("ch_1", 3_000);
        charge("2", 5_000).dress();
        Client.Sent refused = charge("3", 2_001);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text())
                .contains(
                        "bursar_cap_reached",
                        "daily cap of 100.00 USD of Billing reached; 20.00 USD left until 00:00 UTC (2026-03-05); stop and report");
        assertThat(refused.answer().headers()).contains(Map.entry("Stripe-Should-Retry", "false"));
        Entry entry = house.journal.last();
        assertThat(entry.spent()).isEqualTo(30_000_000);
        assertThat(entry.held()).isEqualTo(50_000_000);
        assertThat(entry.limit()).isEqualTo(100_000_000);
        assertThat(charge("4", 2_000).isAdmitted()).isTrue();
    }

    @Test
    void a_refused_call_leaves_no_hold_behind() {
        charge("1", 10_001);
        assertThat(today().held() + today().spent()).isZero();
    }

    @Test
    void the_hold_is_released_when_the_vendor_refuses() {
        charge("1", 3_000).declined();
        assertThat(today().held() + today().spent()).isZero();
    }

    @Test
    void the_hold_is_released_when_the_call_never_reached_the_wire() {
        charge("1", 3_000).failed();
        assertThat(today().held() + today().spent()).isZero();
    }

    @Test
    void the_hold_stays_charged_when_the_connection_breaks_after_sending() {
        Client.Sent sent = charge("1", 3_000);
        sent.dress();
        sent.failed();
        assertThat(today().spent()).isEqualTo(30_000_000);
    }

    @Test
    void the_hold_stays_charged_when_the_vendor_answers_500() {
        Client.Sent sent = charge("1", 3_000);
        sent.dress();
        sent.answered(500, "{}");
        assertThat(today().spent()).isEqualTo(30_000_000);
        assertThat(house.journal.last().decision()).isEqualTo(Outcomes.UNKNOWN);
    }

    @Test
    void a_refusal_after_several_attempts_proves_nothing() {
        Client.Sent sent = charge("1", 3_000);
        sent.dress();
        sent.refused(429, "invalid_request_error", "rate_limit");
        assertThat(today().spent()).isEqualTo(30_000_000);
    }

    @Test
    void the_vendors_stored_refusal_proves_that_nothing_moved() {
        Client.Sent sent = charge("1", 3_000);
        sent.dress();
        sent.dress();
        sent.answered(402, "{\"error\":{\"type\":\"card_error\"}}", "Idempotent-Replayed", "true");
        assertThat(today().spent() + today().held()).isZero();
    }

    @Test
    void a_refusal_of_another_request_proves_nothing() {
        Client.Sent sent = charge("1", 3_000);
        sent.dress();
        sent.answered(402, "{\"error\":{\"type\":\"card_error\"}}", "Idempotency-Key", "bursar_of_another");
        assertThat(today().spent()).isEqualTo(30_000_000);
        assertThat(house.journal.last().decision()).isEqualTo(Outcomes.UNKNOWN);
    }

    @Test
    void a_refusal_that_names_the_key_of_this_request_gives_the_money_back() {
        Client.Sent sent = charge("1", 3_000);
        String key = sent.key();
        sent.answered(402, "{\"error\":{\"type\":\"card_error\"}}", "idempotency-key", key);
        assertThat(today().spent() + today().held()).isZero();
    }

    @Test
    void a_second_report_is_ignored() {
        Client.Sent sent = charge("1", 3_000);
        sent.charged("ch_1", 3_000);
        sent.failed();
        sent.answered(402, "{\"error\":{\"type\":\"card_error\"}}");
        assertThat(today().spent()).isEqualTo(30_000_000);
        assertThat(house.journal.entries()).hasSize(2);
    }

    @Test
    void nothing_is_dressed_once_the_call_has_ended() {
        Client.Sent sent = charge("1", 3_000);
        sent.failed();
        assertThat(refusedAtTheWire(sent)).isTrue();
        assertThat(today().spent() + today().held()).isZero();
    }

    private static boolean refusedAtTheWire(Client.Sent sent) {
        try {
            sent.dress("POST", Client.CHARGES);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void a_hold_that_two_calls_share_is_not_released_by_the_one_that_was_never_sent() {
        Client.Sent one = charge("1", 3_000);
        Client.Sent other = charge("1", 3_000);
        other.dress();
        one.failed();
        assertThat(today().spent() + today().held()).isEqualTo(30_000_000);
        assertThat(charge("2", 7_001).status()).isEqualTo(429);
        other.charged("ch_1", 3_000);
        assertThat(today().spent()).isEqualTo(30_000_000);
    }

    @Test
    void a_hold_that_two_calls_share_is_not_released_by_the_one_that_was_refused() {
        Client.Sent one = charge("1", 3_000);
        Client.Sent other = charge("1", 3_000);
        other.dress();
        one.refused(429, "invalid_request_error", "rate_limit");
        assertThat(today().spent() + today().held()).isEqualTo(30_000_000);
        other.failed();
        assertThat(today().spent()).isEqualTo(30_000_000);
    }

    @Test
    void a_hold_that_two_calls_share_is_released_when_the_last_of_them_moved_nothing_either() {
        Client.Sent one = charge("1", 3_000);
        Client.Sent other = charge("1", 3_000);
        one.failed();
        other.failed();
        assertThat(today().spent() + today().held()).isZero();
        House next = house.restarted();
        assertThat(next.balance("Billing", DAY).spent()).isZero();
    }

    @Test
    void an_operation_that_moves_money_but_states_no_amount_is_refused() {
        Client.Sent sent = house.run(
                "Billing", "1", () -> house.client().post("https://api.stripe.com/v1/charges/ch_1/capture", ""));
        assertThat(sent.status()).isEqualTo(403);
        assertThat(sent.text()).contains("bursar_amount_unknown", "bursar.yaml");
    }

    @Test
    void an_operation_that_states_no_amount_is_held_at_what_its_rule_assumes() {
        House assuming = house(Policies.caller("Billing")
                .allow("POST /v1/charges/{charge}/capture", Map.of("amount", Policies.assume("40.00 USD")))
                .cap("100.00 USD", Window.DAY));
        assuming.run(
                "Billing",
                () -> assuming.client()
                        .post("https://api.stripe.com/v1/charges/ch_1/capture", "")
                        .dress());
        assertThat(assuming.balance("Billing", DAY).held()).isEqualTo(40_000_000);
    }

    @Test
    void a_currency_without_a_cap_is_refused() {
        Client.Sent sent = house.run("Billing", "1", () -> house.client().charge("amount=100&currency=eur"));
        assertThat(sent.status()).isEqualTo(403);
        assertThat(sent.text()).contains("eur");
    }

    @Test
    void a_refund_is_held_in_the_currency_of_its_rule() {
        house.run(
                "Billing",
                "1",
                () -> house.client()
                        .post(Client.REFUNDS, "charge=ch_1&amount=2000")
                        .dress());
        assertThat(today().held()).isEqualTo(20_000_000);
    }

    @Test
    void each_caller_has_caps_of_its_own_and_a_new_key_changes_nothing() {
        House two = house(
                billing(), Policies.caller("Other").allow("POST /v1/charges").cap("100.00 USD", Window.DAY));
        two.run("Billing", "1", () -> two.client().charge(6_000).charged("ch_1", 6_000));
        two.environment.put("Billing", "rk_test_rotated");
        two.gate.enforce(Policies.policy(Mode.ENFORCE, billing().credential("env:Billing")));
        Client.Sent more = two.run("Billing", "2", () -> two.client().charge(6_000));
        assertThat(more.status()).isEqualTo(429);
        assertThat(two.balance("Other", DAY).spent()).isZero();
    }

    @Test
    void a_day_begins_by_the_clock_and_nothing_is_reset() {
        charge("1", 10_000).charged("ch_1", 10_000);
        house.pass(Duration.ofHours(12));
        assertThat(charge("2", 10_000).isAdmitted()).isTrue();
        house.pass(Duration.ofHours(-12));
        assertThat(charge("3", 1).status()).isEqualTo(429);
    }

    @Test
    void caps_hold_per_run_and_for_calls_of_every_kind() {
        House both = house(Policies.caller("Billing")
                .allow("POST /v1/charges")
                .allow("GET /v1/customers/{customer}")
                .cap("10.00 USD", Window.RUN)
                .calls(3, Window.MINUTE));
        both.run("Billing", () -> {
            both.client().charge(1_000).charged("ch_1", 1_000);
            assertThat(both.client().charge(1).status()).isEqualTo(429);
            return null;
        });
        both.run("Billing", () -> {
            assertThat(both.client().charge(1_000).isAdmitted()).isTrue();
            assertThat(both.client().get(Client.CUSTOMER).isAdmitted()).isTrue();
            assertThat(both.client().get(Client.CUSTOMER).status()).isEqualTo(429);
            return null;
        });
    }

    @Test
    void after_a_crash_everything_is_counted_as_it_was_however_often_it_is_rebuilt() {
        charge("1", 1_000).charged("ch_1", 900);
        charge("2", 2_000).declined();
        charge("3", 1_500).failed();
        charge("4", 1_600).dress();
        Client.Sent unknown = charge("5", 1_700);
        unknown.dress();
        unknown.failed();
        charge("1", 1_000).answered(200, "not json");
        long charged = today().spent() + today().held();
        assertThat(charged).isEqualTo(9_000_000 + 16_000_000 + 17_000_000);

        assertThat(rebuilt(house.journal.recorded())).isEqualTo(charged);
        List<Recorded> twice = new ArrayList<>(house.journal.recorded());
        twice.addAll(house.journal.recorded());
        assertThat(rebuilt(twice)).isEqualTo(charged);
    }

    @Test
    void a_release_recorded_after_the_admission_of_an_equal_call_does_not_release_that_ones_hold() {
        charge("1", 3_000).failed();
        charge("1", 3_000).dress();
        List<Recorded> records = house.journal.recorded();
        assertThat(rebuilt(List.of(records.get(0), records.get(2), records.get(1))))
                .isEqualTo(30_000_000);
    }

    /** Billing as a tool of Boss: Boss may spend 40 USD a run and 70 a day. */
    private static House nested() {
        return house(
                billing(),
                Policies.caller("Boss")
                        .runId("arg0")
                        .allow("POST /v1/charges")
                        .cap("40.00 USD", Window.RUN)
                        .cap("70.00 USD", Window.DAY));
    }

    private static Client.Sent ofBoss(House house, String run, String order, long cents) {
        return house.run(
                "Boss",
                run,
                () -> house.run("Billing", order, () -> house.client().charge(cents)));
    }

    private static final Cap BOSS_DAY = new Cap.OfMoney(Money.parse("70.00 USD"), Window.DAY);

    @Test
    void every_caller_on_the_stack_pays() {
        House nested = nested();
        ofBoss(nested, "b1", "1", 3_000).charged("ch_1", 2_500);
        ofBoss(nested, "b2", "2", 2_000).dress();
        for (Reservation.Balance balance : List.of(nested.balance("Billing", DAY), nested.balance("Boss", BOSS_DAY))) {
            assertThat(balance.spent()).isEqualTo(25_000_000);
            assertThat(balance.held()).isEqualTo(20_000_000);
        }
        Client.Sent refused = ofBoss(nested, "b3", "3", 2_501);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("Boss").doesNotContain("of Billing");
        Entry entry = nested.journal.last();
        assertThat(entry.caller()).isEqualTo("Billing");
        assertThat(entry.capCaller()).isEqualTo("Boss");
        assertThat(nested.balance("Billing", DAY).held()).isEqualTo(20_000_000);
        assertThat(nested.run("Billing", "4", () -> nested.client().charge(2_501))
                        .isAdmitted())
                .isTrue();
    }

    @Test
    void a_cap_per_run_counts_in_the_run_of_its_own_caller() {
        House nested = nested();
        nested.run("Boss", "b1", () -> {
            nested.run("Billing", "1", () -> nested.client().charge(2_000).charged("ch_1", 2_000));
            Client.Sent second =
                    nested.run("Billing", "2", () -> nested.client().charge(2_001));
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.text()).contains("40.00 USD", "Boss");
            return null;
        });
        assertThat(ofBoss(nested, "b2", "2", 2_001).isAdmitted()).isTrue();
        assertThat(nested.journal.last().outer()).containsExactly(new Entry.Outer("Boss", "Boss/b2"));
    }

    @Test
    void a_release_frees_the_caps_of_every_caller_on_the_stack() {
        House nested = nested();
        ofBoss(nested, "b1", "1", 3_000).declined();
        ofBoss(nested, "b1", "2", 4_000).failed();
        assertThat(nested.balance("Boss", BOSS_DAY).spent()
                        + nested.balance("Boss", BOSS_DAY).held())
                .isZero();
        assertThat(ofBoss(nested, "b1", "3", 4_000).isAdmitted()).isTrue();
    }

    @Test
    void a_currency_that_an_outer_callers_caps_do_not_cover_is_refused() {
        House nested = house(
                billing().cap("100.00 EUR", Window.DAY),
                Policies.caller("Boss").allow("POST /v1/charges").cap("70.00 USD", Window.DAY));
        Client.Sent refused = nested.run(
                "Boss", () -> nested.run("Billing", "1", () -> nested.client().charge("amount=100&currency=eur")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("Boss", "eur");
    }

    @Test
    void a_refund_counted_in_the_inner_callers_currency_is_refused_by_an_outer_one_that_caps_another() {
        House nested = house(
                billing(), Policies.caller("Boss").allow("POST /v1/refunds").cap("70.00 EUR", Window.DAY));
        Client.Sent refused = nested.run(
                "Boss",
                () -> nested.run(
                        "Billing", "1", () -> nested.client().post(Client.REFUNDS, "charge=ch_1&amount=2000")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("bursar_currency", "Boss");
    }

    @Test
    void what_callers_assume_differently_is_held_at_the_most() {
        House nested = house(
                Policies.caller("Billing")
                        .allow("POST /v1/charges/{charge}/capture", Map.of("amount", Policies.assume("20.00 USD")))
                        .cap("100.00 USD", Window.DAY),
                Policies.caller("Boss")
                        .allow("POST /v1/charges/{charge}/capture", Map.of("amount", Policies.assume("40.00 USD")))
                        .cap("70.00 USD", Window.DAY));
        nested.run(
                "Boss",
                () -> nested.run(
                        "Billing",
                        () -> nested.client()
                                .post("https://api.stripe.com/v1/charges/ch_1/capture", "")
                                .dress()));
        assertThat(nested.balance("Billing", DAY).held()).isEqualTo(40_000_000);
        assertThat(nested.balance("Boss", BOSS_DAY).held()).isEqualTo(40_000_000);
    }

    @Test
    void after_a_crash_the_outer_callers_are_charged_as_they_were() {
        House nested = nested();
        ofBoss(nested, "b1", "1", 1_000).charged("ch_1", 900);
        ofBoss(nested, "b2", "2", 2_000).dress();
        ofBoss(nested, "b3", "3", 3_000).failed();
        House next = nested.restarted();
        assertThat(next.balance("Boss", BOSS_DAY).spent()).isEqualTo(9_000_000);
        assertThat(next.balance("Boss", BOSS_DAY).held()).isEqualTo(20_000_000);
        assertThat(next.balance("Billing", DAY).held()).isEqualTo(20_000_000);
        assertThat(ofBoss(next, "b4", "4", 4_001).status()).isEqualTo(429);
    }

    @Test
    void a_release_recorded_late_leaves_the_hold_that_another_stack_made_anew() {
        House nested = nested();
        nested.run("Billing", "1", () -> nested.client().charge(3_000)).failed();
        ofBoss(nested, "b1", "1", 3_000).dress();
        List<Recorded> records = nested.journal.recorded();
        House next = new House(nested.policy, null, List.of(records.get(0), records.get(2), records.get(1)));
        assertThat(next.balance("Boss", BOSS_DAY).held()).isEqualTo(30_000_000);
        assertThat(next.balance("Billing", DAY).held()).isEqualTo(30_000_000);
    }

    private long rebuilt(List<Recorded> records) {
        House next = new House(house.policy, null, records);
        Reservation.Balance balance = next.balance("Billing", DAY);
        return balance.spent() + balance.held();
    }

    @Test
    void held_and_settled_never_exceed_the_cap_under_64_threads_seed_20260304() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 64; t++) {
            Random random = new Random(20260304L * 1_000 + t);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 40; i++) {
                    act(random);
                    Reservation.Balance now = today();
                    if (now.spent() + now.held() > now.limit()) {
                        over.set(true);
                    }
                }
            });
            thread.setUncaughtExceptionHandler((any, e) -> failure.set(e));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        assertThat(failure.get()).isNull();
        assertThat(over).isFalse();
        Reservation.Balance end = today();
        assertThat(rebuilt(house.journal.recorded())).isGreaterThanOrEqualTo(end.spent() + end.held());
        assertThat(end.held()).isZero();
    }

    /** One charge of one of thirty orders, so that keys are shared, with one of the outcomes there are. */
    private void act(Random random) {
        int order = random.nextInt(30);
        long cents = 100 + order * 10L;
        Client.Sent sent = charge("order-" + order, cents);
        if (!sent.isAdmitted()) {
            return;
        }
        try {
            switch (random.nextInt(6)) {
                case 0, 1 -> sent.charged("ch_" + order, cents);
                case 2 -> sent.declined();
                case 3 -> sent.failed();
                case 4 -> sent.refused(429, "invalid_request_error", "rate_limit");
                default -> {
                    sent.dress();
                    sent.failed();
                }
            }
        } catch (AssertionError e) {
            throw new AssertionError("order " + order, e);
        }
    }
}
