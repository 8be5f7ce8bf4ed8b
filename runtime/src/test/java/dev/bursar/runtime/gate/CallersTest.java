// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** design.md, "Who is calling" and "What a refused caller sees", as far as the gate answers for them. */
class CallersTest {

    private static Policies.Caller billing() {
        return Policies.caller("Billing").allow("POST /v1/charges").cap("100.00 USD", Window.DAY);
    }

    private static Policies.Caller refunds() {
        return Policies.caller("Refunds")
                .allow("POST /v1/refunds", Map.of("amount", Policies.max("50.00 USD")))
                .cap("100.00 USD", Window.DAY);
    }

    private static House house(Policies.Caller... callers) {
        return new House(Policies.policy(Mode.ENFORCE, callers));
    }

    private final House house = house(billing(), refunds());

    private static void assertRefused(Client.Sent sent, int status, String code) {
        assertThat(sent.status()).isEqualTo(status);
        assertThat(sent.text()).contains("\"" + code + "\"");
        assertThat(sent.answer().headers()).contains(Map.entry("Stripe-Should-Retry", "false"));
    }

    @Test
    void nobody_is_refused() {
        assertRefused(house.client().presenting("sk_live_global").charge(100), 401, "bursar_nobody");
    }

    @Test
    void a_vault_key_makes_a_caller_where_no_boundary_does() {
        Client.Sent sent = house.client().presenting("vk_Billing").charge(100);
        assertThat(sent.dress().set()).containsEntry("Authorization", "Bearer rk_test_Billing");
    }

    @Test
    void a_vault_key_that_contradicts_the_code_is_refused() {
        Client.Sent sent = house.run(
                "Billing", () -> house.client().presenting("vk_Refunds").charge(100));
        assertRefused(sent, 401, "bursar_vault_key");
    }

    @Test
    void two_vault_keys_at_once_are_nobodys() {
        Client.Sent sent =
                house.client().presenting("vk_Billing").presenting("vk_Refunds").charge(100);
        assertRefused(sent, 401, "bursar_nobody");
    }

    @Test
    void the_innermost_callers_key_is_used_and_every_caller_must_be_allowed() {
        House nested = house(billing(), Policies.caller("Boss").allow("POST /v1/charges"), refunds());
        Client.Sent allowed = nested.run(
                "Boss", () -> nested.run("Billing", () -> nested.client().charge(100)));
        assertThat(allowed.dress().set()).containsEntry("Authorization", "Bearer rk_test_Billing");
        Client.Sent refused = nested.run(
                "Refunds", () -> nested.run("Billing", () -> nested.client().charge(100)));
        assertRefused(refused, 403, "bursar_operation_not_allowed");
        assertThat(refused.text()).contains("Refunds");
    }

    @Test
    void what_a_rehearsing_caller_calls_is_rehearsed() {
        House evaluated =
                house(billing(), Policies.caller("Eval").mode(Mode.REHEARSE).allow("POST /v1/charges"));
        Client.Sent inside = evaluated.run(
                "Eval", () -> evaluated.run("Billing", () -> evaluated.client().charge(100)));
        assertThat(inside.status()).isEqualTo(200);
        Client.Sent outside = evaluated.run("Billing", () -> evaluated.client().charge(100));
        assertThat(outside.isAdmitted()).isTrue();
    }

    @Test
    void an_observed_caller_inside_an_enforced_one_is_enforced() {
        House mixed = house(billing().mode(Mode.OBSERVE), refunds());
        Client.Sent sent = mixed.run(
                "Refunds", () -> mixed.run("Billing", () -> mixed.client().charge(100)));
        assertRefused(sent, 403, "bursar_operation_not_allowed");
    }

    @Test
    void every_run_inside_a_method_under_rehearse_when_is_a_rehearsal() {
        Client.Sent sent = house.in(
                "Eval",
                "main",
                new @Nullable Object[] {},
                () -> house.run("Billing", () -> house.client().charge(100)));
        assertThat(sent.status()).isEqualTo(200);
        Client.Sent byVaultKey = house.in(
                "Eval",
                "main",
                new @Nullable Object[] {},
                () -> house.client().presenting("vk_Billing").charge(100));
        assertThat(byVaultKey.status()).isEqualTo(200);
        assertThat(house.journal.of(Kind.ADMITTED)).isEmpty();
    }

    @Test
    void work_that_outlives_its_run_is_refused() {
        Object captured = house.run("Billing", () -> {
            Object scope = house.gate.capture();
            return scope == null ? "none" : scope;
        });
        Object resumed = house.gate.resume(captured);
        Client.Sent sent = house.client().charge(100);
        house.gate.suspend(resumed);
        assertRefused(sent, 401, "bursar_run_closed");
    }

    @Test
    void two_accounts_named_at_once_are_no_account_that_a_caller_may_act_for() {
        House connected = house(billing().account("acct_own"));
        connected.run("Billing", () -> {
            assertThat(connected
                            .client()
                            .header("Stripe-Account", "acct_own")
                            .charge(100)
                            .isAdmitted())
                    .isTrue();
            assertRefused(
                    connected
                            .client()
                            .header("Stripe-Account", "acct_own")
                            .header("stripe-account", "acct_other")
                            .charge(100),
                    403,
                    "bursar_account_not_allowed");
            return null;
        });
    }

    @Test
    void a_revoked_an_expired_and_a_removed_caller_are_refused_from_the_next_call_on() {
        house.run("Billing", () -> {
            assertThat(house.client().charge(100).isAdmitted()).isTrue();
            house.gate.enforce(Policies.policy(Mode.ENFORCE, billing().revoked()));
            assertRefused(house.client().charge(100), 401, "bursar_revoked");
            house.gate.enforce(Policies.policy(Mode.ENFORCE, billing().expires(house.now())));
            assertRefused(house.client().charge(100), 401, "bursar_expired");
            house.gate.enforce(Policies.policy(Mode.ENFORCE, refunds()));
            assertRefused(house.client().charge(100), 401, "bursar_nobody");
            return null;
        });
    }

    @Test
    void an_operation_that_is_not_allowed_or_not_known_is_refused_with_the_place_in_the_policy() {
        house.run("Billing", () -> {
            Client.Sent refund = house.client().post(Client.REFUNDS, "charge=ch_1&amount=100");
            assertRefused(refund, 403, "bursar_operation_not_allowed");
            assertThat(refund.text()).contains("bursar.yaml:5", "POST /v1/charges");
            assertRefused(
                    house.client().post("https://api.stripe.com/v9/anything", ""), 403, "bursar_operation_unknown");
            return null;
        });
        assertThat(house.journal.of(Kind.REFUSED)).hasSize(2);
        Entry first = house.journal.of(Kind.REFUSED).get(0);
        assertThat(List.of(String.valueOf(first.caller()), String.valueOf(first.operation())))
                .containsExactly("Billing", "POST /v1/refunds");
    }

    @Test
    void a_caller_without_a_key_cannot_send_but_can_rehearse() {
        House keyless = house(billing().withoutCredential());
        assertRefused(keyless.run("Billing", () -> keyless.client().charge(100)), 401, "bursar_credential");
        keyless.gate.enforce(Policies.policy(Mode.REHEARSE, billing().withoutCredential()));
        assertThat(keyless.run("Billing", () -> keyless.client().charge(100)).status())
                .isEqualTo(200);
    }

    @Test
    void a_key_that_cannot_be_had_means_503_and_nothing_held() {
        house.environment.remove("Billing");
        Client.Sent sent = house.run("Billing", () -> house.client().charge(10_000));
        assertRefused(sent, 503, "bursar_credential");
        house.environment.put("Billing", "rk_test_again");
        assertThat(house.run("Billing", () -> house.client().charge(10_000)).isAdmitted())
                .isTrue();
    }

    @Test
    void stripe_java_pointed_at_a_stranger_is_refused() {
        Client.Sent sent = house.run(
                "Billing",
                () -> house.client()
                        .named("stripe-java 33.3.0")
                        .post("https://evil.example/v1/charges", "amount=1&currency=usd"));
        assertRefused(sent, 403, "bursar_address");
    }

    @Test
    void a_vendors_address_with_user_info_is_refused() {
        Client.Sent sent = house.run(
                "Billing",
                () -> house.client().post("https://someone@api.stripe.com/v1/charges", "amount=1&currency=usd"));
        assertRefused(sent, 403, "bursar_address");
    }
}
