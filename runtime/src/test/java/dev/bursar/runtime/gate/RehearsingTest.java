// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.policy.Evaluator;
import dev.bursar.runtime.policy.Policy;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When the gate rehearses, and what one rehearsal is. */
class RehearsingTest {

    private static final Operation CHARGE = new Operation("stripe", "POST", "/v1/charges");

    private static Policies.Caller billing() {
        return Policies.caller("Billing")
                .allow("POST /v1/charges")
                .allow("GET /v1/charges/{charge}")
                .cap("100.00 USD", Window.DAY);
    }

    private static Policy policy(Evaluator... except) {
        return Policies.policy(Mode.ENFORCE, Map.of(), Set.of(except), Map.of(), billing());
    }

    private final House house = new House(policy());

    private int live() {
        return house.journal.of(Kind.ADMITTED).size();
    }

    private int rehearsed() {
        return house.journal.of(Kind.REHEARSED).size();
    }

    private <T> T evaluation(Callable<T> work) {
        return house.in("Eval", "main", new @Nullable Object[] {}, work);
    }

    private Client.Sent charge() {
        return house.run("Billing", () -> house.client().charge(100));
    }

    private interface Inside {
        void act(House house);
    }

    static Stream<Arguments> whatever_is_entered_inside() {
        return Stream.of(
                Arguments.of("a run", (Inside) house -> {}),
                Arguments.of("an attempt", (Inside)
                        house -> house.step("Billing", () -> house.client().charge(100))),
                Arguments.of("a tool", (Inside)
                        house -> house.tool("Billing", () -> house.client().charge(100))),
                Arguments.of("a vault key", (Inside)
                        house -> house.client().presenting("vk_Billing").charge(100)),
                Arguments.of("a framework's run", (Inside) house -> {
                    Object run = house.gate.openRun("langchain4j", "1");
                    Object pass = house.gate.beginAttempt("langchain4j");
                    Object tool = house.gate.enterTool("langchain4j");
                    house.run("Billing", () -> house.client().charge(100));
                    house.gate.leave(tool, null, new IllegalStateException());
                    house.gate.leave(pass, null, null);
                    house.gate.leave(run, null, null);
                }),
                Arguments.of("an evaluator that is left again", (Inside)
                        house -> house.gate.leave(house.gate.enterRehearsal("dokimos"), null, null)),
                Arguments.of("an evaluator that the policy excepts", (Inside) house -> {
                    house.gate.enforce(policy(Evaluator.values()));
                    assertThat(house.gate.enterRehearsal("dokimos")).isNull();
                    assertThat(house.gate.enterRehearsal("junit")).isNull();
                }),
                Arguments.of("another policy", (Inside) house -> house.gate.enforce(policy())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatever_is_entered_inside")
    void nothing_goes_live_again_inside_a_rehearsal(String what, Inside inside) {
        evaluation(() -> {
            inside.act(house);
            return charge();
        });
        assertThat(live()).isZero();
        assertThat(rehearsed()).isPositive();
        charge();
        assertThat(live()).as("outside").isOne();
    }

    @Test
    void a_live_scope_taken_up_inside_a_rehearsal_does_not_lead_out_of_it() {
        house.run("Billing", () -> {
            Object captured = Objects.requireNonNull(house.gate.capture());
            evaluation(() -> {
                Object resumed = house.gate.resume(captured);
                house.client().charge(100);
                house.gate.suspend(resumed);
                return "";
            });
            return "";
        });
        assertThat(live()).isZero();
        assertThat(rehearsed()).isOne();
    }

    @Test
    void an_evaluator_rehearses_until_it_is_left() {
        Object token = house.gate.enterRehearsal("quarkus-scorer");
        charge();
        assertThat(live()).isZero();
        house.gate.leave(token, null, null);
        charge();
        assertThat(live()).isOne();
    }

    @Test
    void an_evaluator_that_no_policy_knows_rehearses() {
        Object token = house.gate.enterRehearsal("somebody-else");
        charge();
        house.gate.leave(token, null, null);
        assertThat(live()).isZero();
    }

    @Test
    void an_excepted_evaluator_is_live() {
        house.gate.enforce(policy(Evaluator.DOKIMOS));
        assertThat(house.gate.enterRehearsal("dokimos")).isNull();
        charge();
        assertThat(live()).isOne();
    }

    @Test
    void a_junit_launch_makes_the_whole_process_rehearse_for_good() throws Exception {
        charge();
        assertThat(house.gate.enterRehearsal("junit")).isNull();
        assertThat(house.gate.enterRehearsal("junit")).isNull();
        charge();
        Thread bare = new Thread(this::charge);
        bare.start();
        bare.join();
        CompletableFuture.runAsync(this::charge).get();
        house.gate.enforce(policy(Evaluator.JUNIT));
        charge();
        assertThat(live()).as("before the launch").isOne();
        assertThat(rehearsed()).isEqualTo(4);
        assertThat(house.journal.of(Kind.POLICY))
                .filteredOn(entry -> "rehearsing".equals(entry.decision()))
                .hasSize(1);
    }

    @Test
    void an_excepted_junit_launch_is_live() {
        house.gate.enforce(policy(Evaluator.JUNIT));
        assertThat(house.gate.enterRehearsal("junit")).isNull();
        charge();
        assertThat(live()).isOne();
    }

    @Test
    void one_rehearsal_finds_what_its_other_runs_have_made_and_another_does_not() {
        String url = evaluation(() -> {
            String id = charge().text().replaceAll("(?s).*\"id\":\"(ch_mock_[0-9a-f]+)\".*", "$1");
            String retrieved = "https://api.stripe.com/v1/charges/" + id;
            assertThat(house.run("Billing", () -> house.client().get(retrieved)).text())
                    .contains("\"amount\":100,");
            Object nested = house.gate.enterRehearsal("dokimos");
            assertThat(house.run("Billing", () -> house.client().get(retrieved)).text())
                    .as("in a rehearsal inside this one, which is a part of it")
                    .contains("\"amount\":100,");
            house.gate.leave(nested, null, null);
            return retrieved;
        });
        assertThat(evaluation(() -> house.run("Billing", () -> house.client().get(url)))
                        .text())
                .contains("\"amount\":1000,");
    }

    @Test
    void a_fixture_declines_and_nothing_is_spent() {
        Fixture declined = new Fixture(
                402, "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"message\":\"Declined.\"}}");
        house.gate.enforce(Policies.policy(Mode.REHEARSE, Map.of(), Set.of(), Map.of(CHARGE, declined), billing()));
        Client.Sent sent = charge();
        assertThat(sent.status()).isEqualTo(402);
        assertThat(sent.text()).contains("card_declined");
        Cap cap = new Cap.OfMoney(Money.parse("100.00 USD"), Window.DAY);
        assertThat(house.balance(house.books.rehearsed(), "Billing", cap).spent())
                .isZero();
    }
}
