// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import static dev.bursar.runtime.policy.Policies.CHARGE;
import static dev.bursar.runtime.policy.Policies.CUSTOMER;
import static dev.bursar.runtime.policy.Policies.REFUND;
import static dev.bursar.runtime.policy.Policies.assume;
import static dev.bursar.runtime.policy.Policies.caller;
import static dev.bursar.runtime.policy.Policies.forbidden;
import static dev.bursar.runtime.policy.Policies.like;
import static dev.bursar.runtime.policy.Policies.max;
import static dev.bursar.runtime.policy.Policies.required;
import static dev.bursar.runtime.policy.Policies.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.call.Window;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeciderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Charge NOTHING = new Charge.Nothing();

    /** Two decimals, yen none; knows no other currency. */
    private static final MinorUnits UNITS = (minor, currency) -> switch (currency.toLowerCase(Locale.ROOT)) {
        case "usd", "eur" -> new Money(Math.multiplyExact(minor, 10_000L), currency.toLowerCase(Locale.ROOT));
        case "jpy" -> new Money(Math.multiplyExact(minor, 1_000_000L), "jpy");
        default -> null;
    };

    private static Charge usd(String amount) {
        return new Charge.Stated(Money.parse(amount + " USD"));
    }

    private static Parameters parameters(String... namesAndValues) {
        Map<String, List<String>> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.merge(namesAndValues[i], List.of(namesAndValues[i + 1]), (a, b) -> List.of(a.get(0), b.get(0)));
        }
        return Parameters.of(values);
    }

    private static Verdict decide(
            Policies.Caller caller, @Nullable Operation operation, Parameters parameters, Charge charge) {
        return decide(caller, operation, parameters, charge, null);
    }

    private static Verdict decide(
            Policies.Caller caller,
            @Nullable Operation operation,
            Parameters parameters,
            Charge charge,
            @Nullable String account) {
        CallerPolicy done = caller.done();
        return Decider.decide(Policies.policy(done), done, operation, parameters, charge, UNITS, account, NOW);
    }

    private static void assertRefused(Verdict verdict, int status, String code, String rule, String message) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) verdict).refusal()).isEqualTo(new Refusal(status, code, message, rule));
    }

    private static void assertRefused(Verdict verdict, String code, int line) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        Refusal refusal = ((Verdict.Refused) verdict).refusal();
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.rule()).isEqualTo("bursar.yaml:" + line);
    }

    private static void assertAllowed(Verdict verdict, int line, @Nullable String hold) {
        assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
        Verdict.Allowed allowed = (Verdict.Allowed) verdict;
        assertThat(allowed.rule().place().line()).isEqualTo(line);
        assertThat(allowed.hold()).isEqualTo(hold == null ? null : Money.parse(hold));
    }

    private static Policies.Caller billing() {
        return caller("billing")
                .allow(rule(31, CHARGE, Map.of("amount", max(32, "200.00 USD"))), rule(35, CUSTOMER, Map.of()));
    }

    @Test
    void allows_what_a_rule_lists_and_holds_what_it_can_cost() {
        assertAllowed(
                decide(billing(), CHARGE, parameters("amount", "2999", "currency", "usd"), usd("29.99")),
                31,
                "29.99 USD");
    }

    @Test
    void allows_a_read_and_holds_nothing() {
        assertAllowed(decide(billing(), CUSTOMER, Parameters.NONE, NOTHING), 35, null);
    }

    @Test
    void refuses_a_revoked_caller() {
        assertRefused(
                decide(billing().revoked(), CUSTOMER, Parameters.NONE, NOTHING),
                401,
                "bursar_revoked",
                "bursar.yaml:9",
                "`billing` is revoked; nothing is sent for it until the policy says otherwise");
    }

    @Test
    void refuses_an_expired_caller_from_the_very_instant_on() {
        assertAllowed(decide(billing().expires(NOW.plusNanos(1)), CUSTOMER, Parameters.NONE, NOTHING), 35, null);
        assertRefused(
                decide(billing().expires(NOW), CUSTOMER, Parameters.NONE, NOTHING),
                401,
                "bursar_expired",
                "bursar.yaml:9",
                "`billing` expired at 2026-11-22T12:00:00Z; extend `expires` in the policy to let it call");
    }

    @Test
    void refuses_to_act_for_another_connected_account() {
        assertRefused(decide(billing(), CUSTOMER, Parameters.NONE, NOTHING, "acct_2"), "bursar_account_not_allowed", 9);
        assertRefused(
                decide(billing().account("acct_1"), CUSTOMER, Parameters.NONE, NOTHING, "acct_2"),
                403,
                "bursar_account_not_allowed",
                "bursar.yaml:9",
                "`billing` may not act for the connected account `acct_2`; it may act for `acct_1` alone; act for that one, or stop and report");
        assertAllowed(decide(billing().account("acct_1"), CUSTOMER, Parameters.NONE, NOTHING, "acct_1"), 35, null);
    }

    @Test
    void refuses_what_no_rule_lists_and_names_what_is_allowed() {
        assertRefused(
                decide(billing(), REFUND, parameters("amount", "100"), new Charge.StatedWithoutCurrency(100)),
                403,
                "bursar_operation_not_allowed",
                "bursar.yaml:9",
                "`billing` may not call `POST /v1/refunds`; it may call `POST /v1/charges`, `GET /v1/customers/{customer}`"
                        + " (bursar.yaml:9); use one of these, or stop and report");
    }

    @Test
    void refuses_everything_of_a_caller_without_rules() {
        assertRefused(decide(caller("idle"), CUSTOMER, Parameters.NONE, NOTHING), "bursar_operation_not_allowed", 9);
    }

    @Test
    void refuses_an_operation_the_vendor_does_not_have() {
        assertRefused(decide(billing(), null, Parameters.NONE, NOTHING), "bursar_operation_not_allowed", 9);
    }

    @Test
    void refuses_an_amount_above_max_and_allows_the_amount_itself() {
        assertAllowed(
                decide(billing(), CHARGE, parameters("amount", "20000", "currency", "usd"), usd("200.00")),
                31,
                "200.00 USD");
        assertRefused(
                decide(billing(), CHARGE, parameters("amount", "20001", "currency", "usd"), usd("200.01")),
                403,
                "bursar_amount_too_large",
                "bursar.yaml:32",
                "`amount` is `200.01 USD`; `billing` may state at most `200.00 USD`; ask for no more, or stop and report, do not split it into several calls");
    }

    @Test
    void holds_max_against_the_amount_of_a_call_that_moves_nothing_yet() {
        assertRefused(
                decide(billing(), CHARGE, parameters("amount", "20001", "currency", "USD"), NOTHING),
                "bursar_amount_too_large",
                32);
    }

    @Test
    void holds_max_on_amount_against_what_the_vendor_says_the_call_moves() {
        assertRefused(
                decide(billing(), CHARGE, parameters("line_items[0][quantity]", "9"), usd("200.01")),
                "bursar_amount_too_large",
                32);
    }

    @Test
    void refuses_another_currency_than_that_of_the_rule() {
        assertRefused(
                decide(
                        billing(),
                        CHARGE,
                        parameters("amount", "100", "currency", "jpy"),
                        new Charge.Stated(Money.parse("100 JPY"))),
                403,
                "bursar_currency_not_allowed",
                "bursar.yaml:32",
                "`amount` is in `jpy`; the rule allows `usd` alone; use that currency, or stop and report");
    }

    @Test
    void converts_other_amount_parameters_in_the_currency_of_the_request() {
        Policies.Caller caller =
                caller("billing").allow(rule(31, CHARGE, Map.of("application_fee_amount", max(32, "5.00 USD"))));

        assertAllowed(
                decide(caller, CHARGE, parameters("application_fee_amount", "500", "currency", "usd"), usd("90.00")),
                31,
                "90.00 USD");
        assertRefused(
                decide(caller, CHARGE, parameters("application_fee_amount", "501", "currency", "usd"), usd("90.00")),
                "bursar_amount_too_large",
                32);
        assertRefused(
                decide(
                        caller,
                        CHARGE,
                        parameters("application_fee_amount", "4", "currency", "jpy"),
                        new Charge.Stated(Money.parse("90 JPY"))),
                "bursar_currency_not_allowed",
                32);
    }

    @Test
    void takes_the_currency_of_the_rule_for_an_amount_without_one() {
        Policies.Caller caller = caller("refunds").allow(rule(31, REFUND, Map.of("amount", max(32, "100.00 USD"))));

        assertAllowed(
                decide(caller, REFUND, parameters("amount", "10000"), new Charge.StatedWithoutCurrency(10_000)),
                31,
                "100.00 USD");
        assertRefused(
                decide(caller, REFUND, parameters("amount", "10001"), new Charge.StatedWithoutCurrency(10_001)),
                "bursar_amount_too_large",
                32);
    }

    @Test
    void takes_the_currency_of_the_caps_if_the_rule_names_none_and_they_agree() {
        Cap day = new Cap.OfMoney(Money.parse("5 JPY"), Window.DAY);
        Cap run = new Cap.OfMoney(Money.parse("3 JPY"), Window.RUN);
        Cap other = new Cap.OfMoney(Money.parse("3 USD"), Window.RUN);
        Charge charge = new Charge.StatedWithoutCurrency(2);
        Rule rule = rule(31, REFUND, Map.of());

        assertAllowed(
                decide(caller("refunds").allow(rule).cap(day, run), REFUND, Parameters.NONE, charge), 31, "2 JPY");
        assertRefused(
                decide(caller("refunds").allow(rule).cap(day, other), REFUND, Parameters.NONE, charge),
                "bursar_amount_unknown",
                31);
        assertRefused(
                decide(caller("refunds").allow(rule), REFUND, Parameters.NONE, charge), "bursar_amount_unknown", 31);
    }

    @Test
    void refuses_money_in_a_currency_that_no_cap_counts() {
        Policies.Caller caller = caller("billing")
                .allow(rule(31, CHARGE, Map.of()))
                .cap(new Cap.OfMoney(Money.parse("500.00 USD"), Window.DAY), new Cap.OfCalls(3, Window.MINUTE));

        assertAllowed(decide(caller, CHARGE, Parameters.NONE, usd("900.00")), 31, "900.00 USD");
        assertRefused(
                decide(caller, CHARGE, Parameters.NONE, new Charge.Stated(Money.parse("1.00 EUR"))),
                "bursar_currency_not_capped",
                9);
    }

    @Test
    void refuses_to_move_an_amount_that_is_not_stated_unless_the_rule_assumes_one() {
        Charge unstated = new Charge.Unstated("left out, all of the charge is refunded");

        assertRefused(
                decide(caller("refunds").allow(rule(31, REFUND, Map.of())), REFUND, Parameters.NONE, unstated),
                403,
                "bursar_amount_unknown",
                "bursar.yaml:31",
                "`POST /v1/refunds` moves money and its request does not say how much (left out, all of the charge is"
                        + " refunded); state the amount, or give the rule `amount: {assume: ...}`");
        assertAllowed(
                decide(
                        caller("refunds").allow(rule(31, REFUND, Map.of("amount", assume(32, "40.00 USD")))),
                        REFUND,
                        Parameters.NONE,
                        unstated),
                31,
                "40.00 USD");
    }

    @Test
    void refuses_an_amount_that_is_no_amount() {
        assertRefused(
                decide(billing(), CHARGE, parameters("currency", "usd"), new Charge.Malformed("`amount` is `1e3`")),
                "bursar_amount_unknown",
                31);
        for (String amount : List.of("-5", "1e3", "10.00", "", "0x10", " 5", "99999999999999999999", "५")) {
            assertRefused(
                    decide(billing(), CHARGE, parameters("amount", amount, "currency", "usd"), NOTHING),
                    "bursar_amount_unknown",
                    32);
        }
        assertRefused(
                decide(billing(), CHARGE, parameters("amount", "5", "currency", "xxx"), NOTHING),
                "bursar_amount_unknown",
                32);
    }

    @Test
    void refuses_a_negative_hold() {
        assertRefused(
                decide(
                        caller("c").allow(rule(31, CHARGE, Map.of())),
                        CHARGE,
                        Parameters.NONE,
                        new Charge.Stated(new Money(-1, "usd"))),
                "bursar_amount_unknown",
                31);
    }

    @Test
    void refuses_a_parameter_given_twice_where_a_condition_reads_it() {
        assertRefused(
                decide(billing(), CHARGE, parameters("amount", "1", "amount", "99999", "currency", "usd"), NOTHING),
                "bursar_parameter_repeated",
                32);
        assertRefused(
                decide(billing(), CHARGE, parameters("amount", "1", "currency", "jpy", "currency", "usd"), NOTHING),
                "bursar_amount_unknown",
                32);
    }

    @Test
    void refuses_a_group_where_a_condition_reads_one_value() {
        assertRefused(
                decide(billing(), CHARGE, parameters("amount[0]", "99999", "currency", "usd"), NOTHING),
                "bursar_parameter_not_allowed",
                32);
        assertRefused(
                decide(billing(), CHARGE, parameters("amount", "1", "amount[x]", "99999", "currency", "usd"), NOTHING),
                "bursar_parameter_not_allowed",
                32);
    }

    @Test
    void refuses_an_unreadable_body_where_a_condition_or_an_amount_matters() {
        Parameters unreadable = new Parameters(new TreeMap<>(), "it can be read once only");

        assertRefused(decide(billing(), CHARGE, unreadable, NOTHING), "bursar_body_unreadable", 31);
        assertRefused(
                decide(
                        caller("c").allow(rule(31, REFUND, Map.of())),
                        REFUND,
                        unreadable,
                        new Charge.Unstated("unreadable")),
                "bursar_body_unreadable",
                31);
        assertAllowed(decide(billing(), CUSTOMER, unreadable, NOTHING), 35, null);
    }

    @Test
    void holds_globs_against_the_whole_value() {
        Policies.Caller caller = caller("billing").allow(rule(31, CHARGE, Map.of("customer", like(32, "cus_*"))));

        assertAllowed(decide(caller, CHARGE, parameters("customer", "cus_1"), NOTHING), 31, null);
        assertAllowed(decide(caller, CHARGE, Parameters.NONE, NOTHING), 31, null);
        assertRefused(
                decide(caller, CHARGE, parameters("customer", "xcus_1"), NOTHING),
                403,
                "bursar_parameter_not_allowed",
                "bursar.yaml:32",
                "`customer` must be like `cus_*` for `billing`; send one that is, or stop and report");
    }

    @Test
    void refuses_a_required_parameter_that_is_absent_or_empty() {
        Policies.Caller caller = caller("billing").allow(rule(31, CHARGE, Map.of("customer", required(32))));

        assertAllowed(decide(caller, CHARGE, parameters("customer", "cus_1"), NOTHING), 31, null);
        assertRefused(decide(caller, CHARGE, Parameters.NONE, NOTHING), "bursar_parameter_required", 32);
        assertRefused(decide(caller, CHARGE, parameters("customer", ""), NOTHING), "bursar_parameter_required", 32);
    }

    @Test
    void refuses_a_forbidden_parameter_and_all_that_is_nested_in_it() {
        Policies.Caller caller = caller("billing").allow(rule(31, CHARGE, Map.of("transfer_data", forbidden(32))));

        assertAllowed(decide(caller, CHARGE, parameters("transfer_database", "x"), NOTHING), 31, null);
        assertRefused(
                decide(caller, CHARGE, parameters("transfer_data[destination]", "acct_9"), NOTHING),
                "bursar_parameter_not_allowed",
                32);
        assertRefused(
                decide(caller, CHARGE, parameters("transfer_data", ""), NOTHING), "bursar_parameter_not_allowed", 32);
    }

    @Test
    void holds_a_condition_on_every_index_of_a_list() {
        Policies.Caller caller =
                caller("billing").allow(rule(31, CHARGE, Map.of("items[*][price]", like(32, "price_*"))));

        assertAllowed(
                decide(caller, CHARGE, parameters("items[0][price]", "price_1", "items[0][quantity]", "2"), NOTHING),
                31,
                null);
        for (String name : List.of("items[1][price]", "items[][price]", "items[x][price]", "items[1][price][0]")) {
            assertRefused(
                    decide(caller, CHARGE, parameters("items[0][price]", "price_1", name, "other"), NOTHING),
                    "bursar_parameter_not_allowed",
                    32);
        }
    }

    @Test
    void allows_if_any_one_rule_of_the_operation_holds() {
        Policies.Caller caller = caller("billing")
                .allow(
                        rule(31, CHARGE, Map.of("amount", max(32, "5.00 USD"))),
                        rule(41, CHARGE, Map.of("amount", max(42, "6 JPY"))));

        assertAllowed(
                decide(
                        caller,
                        CHARGE,
                        parameters("amount", "6", "currency", "jpy"),
                        new Charge.Stated(Money.parse("6 JPY"))),
                41,
                "6 JPY");
    }

    @Test
    void names_the_rule_that_came_nearest() {
        Policies.Caller caller = caller("billing")
                .allow(
                        rule(31, CHARGE, Map.of("amount", max(32, "5.00 USD"), "customer", required(33))),
                        rule(41, CHARGE, Map.of("amount", max(42, "6.00 USD"))));

        assertRefused(
                decide(caller, CHARGE, parameters("amount", "700", "currency", "usd"), usd("7.00")),
                "bursar_amount_too_large",
                42);
    }

    @Test
    void refuses_when_a_rule_errs() {
        CallerPolicy billing = billing().done();
        Verdict verdict = Decider.decide(
                Policies.policy(billing),
                billing,
                CHARGE,
                parameters("amount", "5", "currency", "usd"),
                NOTHING,
                (minor, currency) -> {
                    throw new ArithmeticException("secret");
                },
                null,
                NOW);

        assertRefused(
                verdict,
                403,
                "bursar_rule_error",
                "bursar.yaml:9",
                "the rules of `billing` in bursar.yaml could not be applied to this call (ArithmeticException), so it is"
                        + " refused; stop and report");
    }

    @Test
    void shows_hostile_names_on_one_line() {
        assertRefused(
                decide(billing(), CHARGE, Parameters.NONE, NOTHING, "acct\r\nX-Evil: `1`"),
                403,
                "bursar_account_not_allowed",
                "bursar.yaml:9",
                "`billing` may not act for the connected account `acct??X-Evil: ?1?`; it may act for none; leave the account out, or stop and report");
    }

    @Test
    void says_what_to_do_when_nobody_calls() {
        assertThat(Decider.nobody(null))
                .isEqualTo(new Refusal(
                        401,
                        "bursar_nobody",
                        "no caller of the policy stands behind this call; bind the calling class under a caller's `is`, or"
                                + " present that caller's vault key",
                        null));
    }
}
