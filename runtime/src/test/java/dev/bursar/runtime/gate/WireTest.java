// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What goes out, what does not, and what is recorded before. */
class WireTest {

    private static final String MARK = GovernedCall.MARK.toLowerCase(Locale.ROOT);
    private static final Cap DAY = new Cap.OfMoney(Money.parse("100.00 USD"), Window.DAY);

    private static Policies.Caller billing() {
        return Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges")
                .allow("GET /v1/customers/{customer}")
                .cap("100.00 USD", Window.DAY);
    }

    private static House house(Mode mode) {
        return new House(Policies.policy(mode, billing()));
    }

    private final House house = house(Mode.ENFORCE);

    private Client.Sent charge(House in) {
        return in.run("Billing", "1", () -> in.client().charge(3_000));
    }

    private static long counted(House in) {
        var balance = in.balance("Billing", DAY);
        return balance.spent() + balance.held();
    }

    @Test
    void the_callers_own_key_and_the_actions_key_are_put_on_and_the_mark_is_taken_off() {
        Dressing dressing = charge(house).dress();
        assertThat(dressing.set()).containsEntry("Authorization", "Bearer rk_test_Billing");
        assertThat(dressing.set()).containsKey("Idempotency-Key");
        assertThat(dressing.drop()).containsExactlyInAnyOrder(MARK, "authorization", "idempotency-key");
    }

    @Test
    void a_read_is_dressed_without_an_idempotency_key() {
        Dressing dressing = house.run(
                "Billing", "1", () -> house.client().get(Client.CUSTOMER).dress());
        assertThat(dressing.set()).containsOnlyKeys("Authorization");
        assertThat(house.journal.durable()).isEmpty();
        assertThat(house.journal.of(Kind.ADMITTED)).hasSize(1);
    }

    @Test
    void each_attempt_is_dressed_alike() {
        Client.Sent sent = charge(house);
        assertThat(sent.dress()).isEqualTo(sent.dress());
    }

    @Test
    void a_request_changed_after_the_decision_is_refused_at_the_wire() {
        Client.Sent sent = charge(house);
        for (String[] other : new String[][] {
            {"POST", "https://api.stripe.com/v1/payouts"},
            {"POST", "https://api.stripe.com/v1/charges?expand[]=customer"},
            {"POST", "https://api.stripe.com/v1/charges/"},
            {"GET", Client.CHARGES},
            {"POST", "https://sk@api.stripe.com/v1/charges"},
            {"POST", "https://api.stripe.com/v1/ charges"},
        }) {
            assertThatThrownBy(() -> sent.dress(other[0], other[1]))
                    .describedAs(other[1])
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("bursar: ");
        }
    }

    @Test
    void the_key_goes_nowhere_but_to_the_vendors_own_scheme_host_and_port() throws IOException {
        Client.Sent sent = charge(house);
        for (String url : new String[] {
            "http://api.stripe.com/v1/charges",
            "https://api.stripe.com:8443/v1/charges",
            "https://api.stripe.com.evil.example/v1/charges",
            "https://evil.example/v1/charges",
            "https://127.0.0.1/v1/charges",
        }) {
            Dressing dressing = sent.dress("POST", url);
            assertThat(dressing.set()).describedAs(url).isEmpty();
            assertThat(dressing.drop()).containsExactly(MARK);
        }
    }

    @Test
    void a_refusal_that_came_from_another_host_proves_nothing() throws IOException {
        Client.Sent sent = charge(house);
        sent.dress();
        sent.dress("POST", "https://evil.example/v1/charges");
        sent.answered(402, "{\"error\":{\"type\":\"card_error\"}}");
        assertThat(counted(house)).isEqualTo(30_000_000);
    }

    @Test
    void a_request_to_a_vendor_that_no_decision_stands_behind_is_refused() {
        assertThatThrownBy(() -> house.gate.dress(null, "POST", Client.CHARGES)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> house.gate.dress("forged", "POST", Client.CHARGES))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_request_to_anybody_else_is_left_alone() throws IOException {
        assertThat(house.gate.dress(null, "POST", "https://example.com/v1/charges"))
                .isEqualTo(Dressing.NONE);
        assertThat(house.gate.watches("example.com")).isFalse();
        assertThat(house.client().post("https://example.com/", "a=b").call).isNull();
    }

    @Test
    void a_forged_mark_and_a_late_one_are_refused() {
        Client.Sent ended = charge(house);
        ended.charged("ch_1", 3_000);
        for (String mark : new String[] {"forged", ended.mark()}) {
            Client.Sent sent = house.run(
                    "Billing",
                    "1",
                    () -> house.client().header("bursar-call", mark).charge(1));
            assertThat(sent.status()).isEqualTo(401);
            assertThat(sent.text()).contains("bursar_mark");
        }
    }

    @Test
    void a_call_that_an_outer_hook_has_decided_on_is_decided_once() {
        Client.Sent outer = charge(house);
        Client.Sent inner = house.run(
                "Billing",
                "1",
                () -> house.client().header(GovernedCall.MARK, outer.mark()).charge(3_000));
        assertThat(inner.call).isNull();
        assertThat(house.journal.entries()).hasSize(1);
    }

    @Test
    void a_journal_that_cannot_write_means_503_and_nothing_held() {
        house.journal.broken = "the disk is full";
        for (int i = 0; i < 3; i++) {
            Client.Sent sent = charge(house);
            assertThat(sent.status()).isEqualTo(503);
            assertThat(sent.text()).contains("bursar_journal", "the disk is full");
            Client.Sent read = house.run("Billing", "1", () -> house.client().get(Client.CUSTOMER));
            assertThat(read.status()).isEqualTo(503);
        }
        assertThat(counted(house)).isZero();
        house.journal.broken = null;
        assertThat(charge(house).isAdmitted()).isTrue();
    }

    @Test
    void a_room_that_throws_leaves_no_hold_and_no_ordinal_behind() {
        String key = house.run("Billing", "1", () -> {
            house.journal.defect = new OutOfMemoryError("sk_live_in_a_message");
            Client.Sent error = house.client().charge(3_000);
            assertThat(error.status()).isEqualTo(503);
            assertThat(error.text()).contains("bursar_error").doesNotContain("sk_live");
            house.journal.defect = new IllegalStateException("sk_live_in_a_message");
            assertThat(house.client().charge(3_000).status()).isEqualTo(503);
            assertThat(counted(house)).isZero();
            return house.client().charge(3_000).key();
        });
        assertThat(house.run("Billing", "1", () -> house.client().charge(3_000).key()))
                .isEqualTo(key);
    }

    @Test
    void an_outcome_that_cannot_be_recorded_does_not_fail_the_call() {
        Client.Sent sent = charge(house);
        sent.dress();
        house.journal.broken = "gone";
        sent.charged("ch_1", 3_000);
        house.journal.broken = null;
        assertThat(counted(house.restarted())).isEqualTo(30_000_000);
    }

    @Test
    void books_that_never_open_mean_503_within_the_patience() {
        BursarGate waiting = house.gate(house.policy, null, new CompletableFuture<>(), Duration.ofMillis(50));
        int site = waiting.bind(Policies.type("Billing"), List.of(), "tool", "()V", List.of());
        Object frame = waiting.enter(site, new Object[0]);
        GovernedCall call = Objects.requireNonNull(waiting.open(view()));
        waiting.leave(frame, null, null);
        assertThat(call.answer())
                .isNotNull()
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(503));
    }

    private static CallView view() {
        return new CallView("jdk", "GET", Client.CUSTOMER, List.of(), new byte[0], null);
    }

    @Test
    void books_that_cannot_be_opened_mean_503_with_the_reason() {
        BursarGate broken = house.gate(
                house.policy,
                null,
                CompletableFuture.failedFuture(new JournalUnavailableException("`state` is in use")),
                Duration.ofSeconds(10));
        GovernedCall call = Objects.requireNonNull(broken.open(view()));
        assertThat(call.answer()).isNotNull().satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("`state` is in use");
        });
    }

    @Test
    void observing_changes_nothing_and_records_what_would_be_refused() throws IOException {
        House observing = house(Mode.OBSERVE);
        Client.Sent allowed = observing.run(
                "Billing",
                "1",
                () -> observing.client().presenting("sk_live_own").charge(3_000));
        assertThat(allowed.isAdmitted()).isTrue();
        assertThat(allowed.governed().keepsKey()).isTrue();
        assertThat(allowed.dress()).isEqualTo(new Dressing(Set.of(MARK), Map.of()));
        Client.Sent nobody = observing.client().presenting("sk_live_own").charge(3_000);
        assertThat(nobody.isAdmitted()).isTrue();
        assertThat(nobody.governed().keepsKey()).isTrue();
        assertThat(nobody.dress().set()).isEmpty();
        assertThat(nobody.dress("POST", "https://user@api.stripe.com/v1/charges")
                        .set())
                .isEmpty();
        assertThat(observing.gate.dress(null, "POST", "https://user@api.stripe.com/v1/charges"))
                .isEqualTo(Dressing.NONE);
        assertThat(observing.journal.of(Kind.OBSERVED)).hasSize(2);
        assertThat(observing.journal.last().reason()).isEqualTo("bursar_nobody");
        nobody.failed();
        allowed.answered(402, "{\"error\":{\"type\":\"card_error\"}}");
        assertThat(counted(observing)).isZero();
    }

    @Test
    void a_floor_from_outside_the_policy_cannot_be_undercut() {
        House floored =
                new House(Policies.policy(Mode.OBSERVE, billing().mode(Mode.OBSERVE)), Mode.REHEARSE, List.of());
        assertThat(charge(floored).status()).isEqualTo(200);
        assertThat(floored.client().charge(1).status()).isEqualTo(401);
    }

    @Test
    void a_rehearsal_is_answered_here_and_spends_in_a_ledger_of_its_own() {
        House rehearsing = house(Mode.REHEARSE);
        Client.Sent sent = charge(rehearsing);
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.mark()).isEmpty();
        assertThat(counted(rehearsing)).isZero();
        assertThat(rehearsing
                        .balance(rehearsing.books.rehearsed(), "Billing", DAY)
                        .spent())
                .isEqualTo(30_000_000);
        assertThat(rehearsing.journal.of(Kind.ADMITTED)).isEmpty();
    }

    @Test
    void a_request_found_just_before_its_call_ended_cannot_leave_after_it() {
        Client.Sent sent = charge(house);
        OpenCall open = (OpenCall) sent.governed();
        sent.failed();
        assertThat(open.leaves()).isFalse();
        assertThat(open.attemptsSent()).isZero();
    }

    @Test
    void so_many_calls_may_be_open_and_no_more_until_some_have_ended() {
        OpenCalls calls = new OpenCalls(house.nanos::get);
        for (int i = 0; i < OpenCalls.MOST; i++) {
            assertThat(calls.isFull()).isFalse();
            calls.add(new ObservedCall(calls.newMark(), calls));
        }
        assertThat(calls.isFull()).isTrue();
        house.pass(OpenCalls.LONGEST);
        calls.add(new ObservedCall(calls.newMark(), calls));
        assertThat(calls.isFull()).isFalse();
    }

    @Test
    void a_call_whose_outcome_nobody_reports_ends_after_an_hour_and_stays_charged() {
        Client.Sent forgotten = charge(house);
        forgotten.dress();
        Client.Sent never = house.run("Billing", "2", () -> house.client().charge(1_000));
        house.pass(OpenCalls.LONGEST.minusMinutes(2));
        Client.Sent young = house.run("Billing", "3", () -> house.client().charge(500));
        house.pass(Duration.ofMinutes(2));
        house.run("Billing", "4", () -> house.client().get(Client.CUSTOMER));
        assertThat(house.journal.of(Kind.SETTLED))
                .extracting(entry -> entry.decision())
                .containsExactlyInAnyOrder(Outcomes.UNKNOWN, Outcomes.RELEASED);
        assertThat(counted(house)).isEqualTo(30_000_000 + 5_000_000);
        assertThatThrownBy(() -> never.dress("POST", Client.CHARGES)).isInstanceOf(IOException.class);
        young.charged("ch_3", 500);
        forgotten.carriedOut("ch_1", 3_000);
        assertThat(counted(house)).isEqualTo(30_000_000 + 5_000_000);
    }
}
