// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.ledger.Standing;
import dev.bursar.runtime.watching.Alert;
import dev.bursar.runtime.watching.CallWatcher;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Alerts of caps, through the whole gate. */
class CapAlertsTest {

    private static Policies.Caller billing() {
        return Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges")
                .allow("GET /v1/customers/{customer}")
                .cap("100.00 USD", Window.DAY)
                .alerts(50, 80, 100);
    }

    private static House house(Policies.Caller... callers) {
        return new House(Policies.policy(Mode.ENFORCE, callers));
    }

    private final House house = house(billing());

    private static Client.Sent charge(House house, String order, long cents) {
        return house.run("Billing", order, () -> house.client().charge(cents));
    }

    private Client.Sent charge(String order, long cents) {
        return charge(house, order, cents);
    }

    private static List<String> recorded(House house) {
        return house.journal.of(Kind.ALERT).stream()
                .map(entry -> entry.caller() + " " + entry.reason())
                .toList();
    }

    @Test
    void a_share_is_told_when_what_is_held_and_spent_first_reaches_it() {
        charge("1", 4_999).charged("ch_1", 4_999);
        assertThat(recorded(house)).isEmpty();
        charge("2", 1).dress();
        assertThat(recorded(house)).containsExactly("Billing 50% of 100.00 USD per day");

        Entry entry = house.journal.of(Kind.ALERT).get(0);
        assertThat(entry.decision()).isEqualTo("cap");
        assertThat(entry.cap()).isEqualTo("100.00 USD per day");
        assertThat(entry.spent()).isEqualTo(49_990_000);
        assertThat(entry.held()).isEqualTo(10_000);
        assertThat(entry.limit()).isEqualTo(100_000_000);
        assertThat(entry.policy()).isEqualTo("hash-of-the-policy");
        assertThat(house.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(new String(alert.json(), java.nio.charset.StandardCharsets.UTF_8))
                        .contains(
                                "\"about\":\"cap\"", "\"caller\":\"Billing\"", "\"share\":50", "\"spent\":\"49.99\""));
    }

    @Test
    void each_share_is_told_once_in_a_window() {
        for (int i = 0; i < 10; i++) {
            charge("" + i, 1_000).charged("ch_" + i, 1_000);
        }
        assertThat(recorded(house))
                .containsExactly(
                        "Billing 50% of 100.00 USD per day",
                        "Billing 80% of 100.00 USD per day", "Billing 100% of 100.00 USD per day");
    }

    @Test
    void one_call_that_passes_several_shares_tells_each() {
        charge("1", 9_000);
        assertThat(recorded(house))
                .containsExactly("Billing 50% of 100.00 USD per day", "Billing 80% of 100.00 USD per day");
    }

    @Test
    void a_use_that_sinks_and_comes_back_is_not_told_again() {
        charge("1", 6_000).declined();
        charge("2", 6_000).declined();
        charge("3", 6_000);
        assertThat(recorded(house)).containsExactly("Billing 50% of 100.00 USD per day");
    }

    @Test
    void the_next_window_is_told_anew() {
        charge("1", 6_000);
        house.pass(Duration.ofDays(1));
        charge("2", 6_000);
        assertThat(house.journal.of(Kind.ALERT)).hasSize(2);
    }

    @Test
    void a_clock_that_goes_back_does_not_tell_it_again() {
        charge("1", 6_000);
        house.pass(Duration.ofDays(1));
        charge("2", 6_000);
        house.pass(Duration.ofDays(-1));
        charge("3", 100);
        assertThat(house.journal.of(Kind.ALERT)).hasSize(2);
    }

    @Test
    void a_call_refused_for_the_cap_tells_that_it_is_full_even_if_some_is_left() {
        charge("1", 4_000);
        charge("2", 7_000);
        charge("3", 7_000);
        assertThat(recorded(house)).containsExactly("Billing 100% of 100.00 USD per day: a call found no room");
        charge("4", 2_000);
        assertThat(recorded(house)).hasSize(2).contains("Billing 50% of 100.00 USD per day");
    }

    @Test
    void a_restart_does_not_repeat_what_was_told() {
        charge("1", 6_000).charged("ch_1", 6_000);
        House next = house.restarted();
        charge(next, "2", 100);
        assertThat(recorded(next)).isEmpty();
        charge(next, "3", 2_000);
        assertThat(recorded(next)).containsExactly("Billing 80% of 100.00 USD per day");
        // And the day after that it is news again.
        next.pass(Duration.ofDays(1));
        charge(next, "4", 6_000);
        assertThat(recorded(next)).hasSize(2);
    }

    @Test
    void a_call_whose_alert_was_lost_in_a_crash_is_told_of_by_the_next_call() {
        charge("1", 6_000).charged("ch_1", 6_000);
        List<Recorded> cut = house.journal.recorded().stream()
                .filter(each -> each.entry().kind() != Kind.ALERT)
                .toList();
        House next = house.restarted(cut);
        charge(next, "2", 100);
        charge(next, "3", 100);
        assertThat(recorded(next)).containsExactly("Billing 50% of 100.00 USD per day");
    }

    @Test
    void an_alert_that_the_journal_did_not_take_is_told_by_a_later_call() {
        House own = house(billing());
        own.journal.broken = "the disk is full";
        charge(own, "1", 6_000);
        own.journal.broken = null;
        charge(own, "2", 6_000);
        assertThat(recorded(own)).containsExactly("Billing 50% of 100.00 USD per day");
    }

    @Test
    void every_payer_is_looked_at_by_its_own_shares() {
        House both = house(
                billing(),
                Policies.caller("Boss")
                        .allow("POST /v1/charges")
                        .cap("80.00 USD", Window.DAY)
                        .alerts(75));
        both.run("Boss", () -> charge(both, "1", 6_000));
        assertThat(recorded(both))
                .containsExactlyInAnyOrder("Billing 50% of 100.00 USD per day", "Boss 75% of 80.00 USD per day");
    }

    @Test
    void a_cap_of_calls_and_a_cap_per_run_have_shares_too() {
        House own = house(Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges")
                .calls(4, Window.HOUR)
                .cap("20.00 USD", Window.RUN)
                .alerts(50));
        charge(own, "1", 1_000);
        charge(own, "1", 900);
        charge(own, "2", 1_000);
        assertThat(recorded(own))
                .containsExactly(
                        "Billing 50% of 20.00 USD per run",
                        "Billing 50% of 4 calls per hour", "Billing 50% of 20.00 USD per run");
        assertThat(own.journal.of(Kind.ALERT)).extracting(Entry::run).containsExactly("Billing/1", null, "Billing/2");
        House next = own.restarted();
        charge(next, "2", 100);
        assertThat(recorded(next)).isEmpty();
    }

    @Test
    void a_cap_per_call_has_none() {
        House own = house(Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges")
                .cap("20.00 USD", Window.CALL)
                .alerts(50, 100));
        charge(own, "1", 2_000);
        charge(own, "2", 3_000);
        assertThat(recorded(own)).isEmpty();
    }

    @Test
    void a_rehearsal_raises_none() {
        House own = new House(Policies.policy(Mode.REHEARSE, billing()));
        charge(own, "1", 9_000);
        assertThat(recorded(own)).isEmpty();
    }

    @Test
    void a_caller_without_shares_raises_none() {
        House own = house(billing().alerts());
        charge(own, "1", 10_000);
        charge(own, "2", 10_000);
        assertThat(recorded(own)).isEmpty();
    }

    @Test
    void many_threads_tell_each_share_once() throws Exception {
        House own = house(Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges")
                .cap("100.00 USD", Window.DAY)
                .alerts(10, 20, 30, 40, 50, 60, 63, 64, 65, 70, 80, 90, 100));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 120; i++) {
            String order = "order-" + i;
            threads.execute(() -> charge(own, order, 100));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(own.journal.of(Kind.ALERT)).hasSize(13);
        assertThat(recorded(own)).doesNotHaveDuplicates();
    }

    @Test
    void a_share_is_exact_over_the_whole_range_of_numbers_seed_20261122() {
        Random random = new Random(20_261_122);
        for (int i = 0; i < 10_000; i++) {
            long limit = 1 + (random.nextLong() >>> (2 + random.nextInt(61)));
            int share = 1 + random.nextInt(100);
            long least = CapAlerts.threshold(limit, share);
            BigInteger asked = BigInteger.valueOf(limit).multiply(BigInteger.valueOf(share));
            assertThat(BigInteger.valueOf(least).multiply(BigInteger.valueOf(100)))
                    .as(share + "% of " + limit)
                    .isGreaterThanOrEqualTo(asked);
            assertThat(BigInteger.valueOf(least - 1).multiply(BigInteger.valueOf(100)))
                    .as(share + "% of " + limit)
                    .isLessThan(asked);
        }
    }

    @Test
    void a_journal_that_takes_nothing_is_told_once_until_it_takes_something_again() {
        charge("1", 100);
        house.journal.broken = "the disk is full";
        charge("2", 100);
        charge("3", 100);
        assertThat(house.alerts).extracting(Alert::what).containsExactly(Alert.What.JOURNAL);
        house.journal.broken = null;
        charge("4", 100);
        house.journal.broken = "the disk is full";
        charge("5", 100);
        assertThat(house.alerts).hasSize(2);
    }

    @Test
    void an_outcome_that_nobody_knows_is_told_and_a_swarm_of_them_once() {
        for (int i = 0; i < 3; i++) {
            Client.Sent sent = charge("" + i, 100);
            sent.dress();
            sent.failed();
        }
        assertThat(house.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.reason()).contains("POST /v1/charges", "1.00 USD stay charged"));
    }

    @Test
    void an_alarm_is_told() {
        house.gate.alarm("no hook fits this version");
        assertThat(house.alerts).extracting(Alert::reason).containsExactly("no hook fits this version");
    }

    @Test
    void a_watcher_that_fails_does_not_fail_the_call() {
        house.watch.add(new CallWatcher() {
            @Override
            public void decided(Decided call) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void settled(@Nullable String caller, @Nullable String operation, String outcome) {
                throw new IllegalStateException("broken");
            }
        });
        Client.Sent sent = charge("1", 100);
        assertThat(sent.isAdmitted()).isTrue();
        sent.charged("ch_1", 100);
        assertThat(house.balance(
                                "Billing",
                                new dev.bursar.runtime.call.Cap.OfMoney(Money.parse("100.00 USD"), Window.DAY))
                        .spent())
                .isEqualTo(1_000_000);
    }

    @Test
    void watchers_see_what_was_decided_and_what_became_of_it() {
        List<String> seen = new ArrayList<>();
        house.watch.add(new CallWatcher() {
            @Override
            public void decided(Decided call) {
                assertThat(call.decidingNanos()).isPositive();
                seen.add(call.decision() + " " + call.caller() + " " + call.operation() + " " + call.reason() + " "
                        + call.amount() + " " + (call.journalNanos() > 0));
            }

            @Override
            public void settled(@Nullable String caller, @Nullable String operation, String outcome) {
                seen.add(outcome + " " + caller + " " + operation);
            }
        });
        charge("1", 100).charged("ch_1", 100);
        charge("2", 10_000);
        house.run("Billing", "3", () -> house.client().get(Client.CUSTOMER));
        house.client().charge(100);
        assertThat(seen)
                .containsExactly(
                        "admitted Billing POST /v1/charges null 1.00 USD true",
                        "settled Billing POST /v1/charges",
                        "refused Billing POST /v1/charges bursar_cap_reached 100.00 USD false",
                        "admitted Billing GET /v1/customers/{customer} null null false",
                        "refused null POST /v1/charges bursar_nobody null false");
    }

    @Test
    void what_is_shown_of_caps_are_the_numbers_that_decide() {
        charge("1", 1_000).charged("ch_1", 1_000);
        charge("2", 2_000);
        Client.Sent lost = charge("3", 3_000);
        lost.dress();
        lost.failed();
        Standing standing = java.util.Objects.requireNonNull(house.gate.standing());
        assertThat(standing.held()).isEqualTo(1);
        assertThat(standing.unknown()).isEqualTo(1);
        assertThat(standing.balances()).singleElement().satisfies(day -> {
            assertThat(day.spent()).isEqualTo(40_000_000);
            assertThat(day.held()).isEqualTo(20_000_000);
            assertThat(day.limit()).isEqualTo(100_000_000);
        });
        house.pass(Duration.ofDays(1));
        assertThat(java.util.Objects.requireNonNull(house.gate.standing()).balances())
                .singleElement()
                .satisfies(day -> assertThat(day.spent() + day.held()).isZero());
    }
}
