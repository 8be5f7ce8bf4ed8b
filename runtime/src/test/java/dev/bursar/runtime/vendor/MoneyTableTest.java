// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MoneyTableTest {

    private static final String NOTHING = "nothing";
    private static final String UNSTATED = "unstated";
    private static final String MALFORMED = "malformed";

    private final StripeVendor stripe = new StripeVendor();

    /** Operation and path, the request's form, what it costs, the answer, what it moved. */
    static Stream<Arguments> rows() {
        String plain = "{\"id\":\"x_1\",\"amount\":1500,\"currency\":\"usd\"}";
        String item = "line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=1500";
        return Stream.of(
                row("POST /v1/charges", "amount=1500&currency=usd", "15.00 USD", plain, "15.00 USD"),
                row("POST /v1/charges", "amount=1500&currency=USD&capture=false", "15.00 USD", plain, "15.00 USD"),
                row("POST /v1/charges", "currency=usd", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/charges", "amount=1500", MALFORMED, plain, "15.00 USD"),
                row("POST /v1/charges", "amount=10&currency=usd&transfer_data[amount]=2000", "20.00 USD", "{}", null),
                row("POST /v1/charges", "amount=10&currency=usd&application_fee_amount=-1", MALFORMED, "{}", null),
                row(
                        "POST /v1/charges/x/capture",
                        "amount=1500",
                        "1500",
                        "{\"amount_captured\":1400,\"currency\":\"eur\"}",
                        "14.00 EUR"),
                row(
                        "POST /v1/charges/x/capture",
                        "",
                        UNSTATED,
                        "{\"amount_captured\":1400,\"currency\":\"eur\"}",
                        "14.00 EUR"),
                row("POST /v1/payment_intents", "amount=1500&currency=usd", NOTHING, plain, null),
                row("POST /v1/payment_intents", "amount=1500&currency=usd&confirm=false", NOTHING, plain, null),
                row(
                        "POST /v1/payment_intents",
                        "amount=1500&currency=usd&confirm=true",
                        "15.00 USD",
                        plain,
                        "15.00 USD"),
                row("POST /v1/payment_intents", "amount=1500&currency=usd&confirm=1", "15.00 USD", plain, "15.00 USD"),
                row(
                        "POST /v1/payment_intents",
                        "amount=1500&currency=usd&confirm=false&confirm=true",
                        "15.00 USD",
                        plain,
                        "15.00 USD"),
                row("POST /v1/payment_intents/x", "amount=1500", NOTHING, plain, null),
                row("POST /v1/payment_intents/x/confirm", "", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/payment_intents/x/confirm", "amount_to_confirm=900", "900", plain, "9.00 USD"),
                row(
                        "POST /v1/payment_intents/x/capture",
                        "amount_to_capture=900",
                        "900",
                        "{\"amount_received\":900,\"currency\":\"usd\"}",
                        "9.00 USD"),
                row(
                        "POST /v1/payment_intents/x/capture",
                        "",
                        UNSTATED,
                        "{\"amount_received\":900,\"currency\":\"usd\"}",
                        "9.00 USD"),
                row("POST /v1/payment_intents/x/increment_authorization", "amount=1500", "1500", plain, "15.00 USD"),
                row(
                        "POST /v1/payment_intents/x/apply_customer_balance",
                        "amount=900&currency=usd",
                        "9.00 USD",
                        plain,
                        "9.00 USD"),
                row("POST /v1/payment_intents/x/apply_customer_balance", "amount=900", "900", plain, "9.00 USD"),
                row("POST /v1/payment_intents/x/apply_customer_balance", "", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/refunds", "charge=ch_1&amount=1500", "1500", plain, "15.00 USD"),
                row("POST /v1/refunds", "charge=ch_1", UNSTATED, plain, "15.00 USD"),
                row(
                        "POST /v1/refunds",
                        "customer=cus_1&origin=customer_balance&amount=1500&currency=eur",
                        "15.00 EUR",
                        plain,
                        "15.00 USD"),
                row("POST /v1/terminal/readers/x/refund_payment", "amount=1500", "1500", "{}", null),
                row("POST /v1/terminal/readers/x/refund_payment", "", UNSTATED, "{}", null),
                row("POST /v1/terminal/readers/x/process_payment_intent", "payment_intent=pi_1", UNSTATED, "{}", null),
                row("POST /v1/terminal/readers/x/confirm_payment_intent", "payment_intent=pi_1", UNSTATED, "{}", null),
                row("POST /v1/transfers", "amount=1500&currency=usd", "15.00 USD", plain, "15.00 USD"),
                row("POST /v1/transfers", "currency=usd", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/transfers/x/reversals", "amount=1500", "1500", plain, "15.00 USD"),
                row("POST /v1/transfers/x/reversals", "", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/payouts", "amount=1500&currency=usd", "15.00 USD", plain, "15.00 USD"),
                row("POST /v1/payouts/x/reverse", "", UNSTATED, "{\"amount\":-1500,\"currency\":\"usd\"}", "15.00 USD"),
                row("POST /v1/topups", "amount=1500&currency=usd", "15.00 USD", plain, "15.00 USD"),
                row("POST /v1/application_fees/x/refunds", "amount=1500", "1500", plain, "15.00 USD"),
                row("POST /v1/application_fees/x/refunds", "", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/invoices", "customer=cus_1", NOTHING, "{\"amount_due\":1,\"currency\":\"usd\"}", null),
                row(
                        "POST /v1/invoices",
                        "auto_advance=true",
                        UNSTATED,
                        "{\"amount_due\":1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row(
                        "POST /v1/invoices/x",
                        "auto_advance=true",
                        UNSTATED,
                        "{\"amount_due\":1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row("POST /v1/invoices/x", "description=x", NOTHING, "{}", null),
                row(
                        "POST /v1/invoices/x/pay",
                        "",
                        UNSTATED,
                        "{\"amount_due\":1500,\"amount_paid\":1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row(
                        "POST /v1/invoices/x/finalize",
                        "",
                        UNSTATED,
                        "{\"amount_due\":1500,\"amount_paid\":0,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row(
                        "POST /v1/invoiceitems",
                        "amount=-1500&currency=usd",
                        "15.00 USD",
                        "{\"amount\":-1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row("POST /v1/invoiceitems", "pricing[price]=price_1", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/invoiceitems/x", "amount=1500", "1500", plain, "15.00 USD"),
                row("POST /v1/invoiceitems/x", "quantity=2", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/invoiceitems/x", "description=x", NOTHING, plain, null),
                row(
                        "POST /v1/subscriptions",
                        "items[0][price]=price_1",
                        UNSTATED,
                        "{\"latest_invoice\":\"in_1\",\"currency\":\"usd\"}",
                        null),
                row(
                        "POST /v1/subscriptions",
                        "expand[]=latest_invoice",
                        UNSTATED,
                        "{\"latest_invoice\":{\"amount_due\":1500,\"currency\":\"usd\"}}",
                        "15.00 USD"),
                row("POST /v1/subscriptions/x", "items[0][quantity]=2", UNSTATED, "{}", null),
                row("POST /v1/subscriptions/x", "metadata[a]=b&cancel_at_period_end=true", NOTHING, "{}", null),
                row("POST /v1/subscriptions/x/resume", "", UNSTATED, "{}", null),
                row("DELETE /v1/subscriptions/x", "", NOTHING, "{}", null),
                row("DELETE /v1/subscriptions/x", "invoice_now=true", UNSTATED, "{}", null),
                row("POST /v1/subscription_items", "price=price_1", UNSTATED, "{}", null),
                row("POST /v1/subscription_items/x", "quantity=2", UNSTATED, "{}", null),
                row("POST /v1/subscription_items/x", "metadata[a]=b", NOTHING, "{}", null),
                row("POST /v1/subscription_schedules", "from_subscription=sub_1", UNSTATED, "{}", null),
                row("POST /v1/subscription_schedules/x", "phases[0][items][0][price]=p", UNSTATED, "{}", null),
                row("POST /v1/subscription_schedules/x/cancel", "", UNSTATED, "{}", null),
                row("POST /v1/subscription_schedules/x/cancel", "invoice_now=false", NOTHING, "{}", null),
                row(
                        "POST /v1/quotes/x/accept",
                        "",
                        UNSTATED,
                        "{\"amount_total\":1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row("POST /v1/orders/x/pay", "", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/orders/x/returns", "", UNSTATED, plain, "15.00 USD"),
                row(
                        "POST /v1/checkout/sessions",
                        "mode=payment&" + item + "&line_items[0][quantity]=3",
                        "45.00 USD",
                        "{\"amount_total\":4500,\"currency\":\"usd\"}",
                        "45.00 USD"),
                row("POST /v1/checkout/sessions", "mode=payment&" + item, UNSTATED, "{}", null),
                row(
                        "POST /v1/checkout/sessions",
                        "mode=payment&line_items[0][price]=p&line_items[0][quantity]=1",
                        UNSTATED,
                        "{}",
                        null),
                row(
                        "POST /v1/checkout/sessions",
                        "mode=subscription&" + item + "&line_items[0][quantity]=1",
                        UNSTATED,
                        "{}",
                        null),
                row(
                        "POST /v1/checkout/sessions",
                        item + "&line_items[0][quantity]=1&shipping_options[0][shipping_rate]=s",
                        UNSTATED,
                        "{}",
                        null),
                row(
                        "POST /v1/checkout/sessions",
                        item + "&line_items[0][quantity]=1&line_items[0][adjustable_quantity][enabled]=true",
                        UNSTATED,
                        "{}",
                        null),
                row(
                        "POST /v1/checkout/sessions",
                        item + "&line_items[0][quantity]=999999999999999",
                        MALFORMED,
                        "{}",
                        null),
                row("POST /v1/checkout/sessions", "mode=setup", NOTHING, "{}", null),
                row("POST /v1/checkout/sessions", "mode=payment", UNSTATED, "{}", null),
                row("POST /v1/payment_links", item + "&line_items[0][quantity]=1", UNSTATED, "{}", null),
                row("POST /v1/payment_links/x", "active=true", UNSTATED, "{}", null),
                row("POST /v1/payment_links/x", "metadata[a]=b", NOTHING, "{}", null),
                row("POST /v1/credit_notes", "invoice=in_1&amount=1500", "1500", plain, "15.00 USD"),
                row(
                        "POST /v1/credit_notes",
                        "invoice=in_1&refund_amount=1000&credit_amount=500",
                        "1500",
                        plain,
                        "15.00 USD"),
                row("POST /v1/credit_notes", "invoice=in_1&amount=10&refund_amount=1000", "1000", plain, "15.00 USD"),
                row("POST /v1/credit_notes", "invoice=in_1&lines[0][amount]=5", UNSTATED, plain, "15.00 USD"),
                row(
                        "POST /v1/customers/x/balance_transactions",
                        "amount=-1500&currency=usd",
                        "15.00 USD",
                        "{\"amount\":-1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row(
                        "POST /v1/billing/credit_grants",
                        "amount[monetary][value]=1500&amount[monetary][currency]=usd",
                        "15.00 USD",
                        "{\"amount\":{\"monetary\":{\"value\":1500,\"currency\":\"usd\"}}}",
                        "15.00 USD"),
                row("POST /v1/treasury/outbound_payments", "amount=1500&currency=usd", "15.00 USD", plain, "15.00 USD"),
                row(
                        "POST /v1/treasury/outbound_transfers",
                        "amount=1500&currency=usd",
                        "15.00 USD",
                        plain,
                        "15.00 USD"),
                row("POST /v1/treasury/inbound_transfers", "amount=1500&currency=usd", "15.00 USD", plain, "15.00 USD"),
                row("POST /v1/treasury/credit_reversals", "received_credit=rc_1", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/treasury/debit_reversals", "received_debit=rd_1", UNSTATED, plain, "15.00 USD"),
                row("POST /v1/issuing/authorizations/x/approve", "amount=1500", "1500", plain, "15.00 USD"),
                row("POST /v1/issuing/authorizations/x/approve", "", UNSTATED, plain, "15.00 USD"),
                row(
                        "POST /v1/climate/orders",
                        "product=p&amount=1500&currency=usd",
                        "15.00 USD",
                        "{\"amount_total\":1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row(
                        "POST /v1/climate/orders",
                        "product=p&amount=1500",
                        "1500",
                        "{\"amount_total\":1500,\"currency\":\"usd\"}",
                        "15.00 USD"),
                row(
                        "POST /v1/climate/orders",
                        "product=p&metric_tons=3",
                        UNSTATED,
                        "{\"amount_total\":1500,\"currency\":\"usd\"}",
                        "15.00 USD"));
    }

    private static Arguments row(String call, String form, String cost, String answer, @Nullable String moved) {
        return Arguments.of(call, form, cost, answer, moved);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rows")
    void counts_what_a_row_says(String call, String form, String cost, String answer, @Nullable String moved) {
        Operation operation = operation(call);
        Parameters parameters = form(operation, form);
        assertThat(describe(stripe.cost(operation, parameters))).isEqualTo(cost);
        Result result = stripe.result(operation, parameters, 200, answer.getBytes(UTF_8), true);
        assertThat(result).isInstanceOf(Result.Done.class);
        Money settled = ((Result.Done) result).moved();
        assertThat(settled).isEqualTo(moved == null ? null : Money.parse(moved));
    }

    @Test
    void has_a_test_for_every_row_and_an_operation_for_every_row() {
        assertThat(rows().map(row -> operation((String) row.get()[0]).text()).distinct())
                .containsAll(MoneyTable.byOperation().keySet());
        assertThat(stripe.operations().stream().map(Operation::text))
                .containsAll(MoneyTable.byOperation().keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "2999, usd, 29990000",
        "2999, EUR, 29990000",
        "2999, jpy, 2999000000",
        "2999, ugx, 2999000000",
        "2900, isk, 29000000",
        "2999, kwd, 2999000",
        "0, usd, 0",
        "922337203685477, usd, 9223372036854770000",
    })
    void counts_each_currency_as_stripe_does(long minor, String currency, String micros) {
        assertThat(stripe.money(minor, currency))
                .isEqualTo(new Money(Long.parseLong(micros), currency.toLowerCase(Locale.ROOT)));
    }

    @Test
    void has_no_money_for_what_is_none() {
        assertThat(stripe.money(-1, "usd")).isNull();
        assertThat(stripe.money(1, "dollars")).isNull();
        assertThat(stripe.money(1, "")).isNull();
        assertThat(stripe.money(Long.MAX_VALUE, "jpy")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "amount=-1&currency=usd",
        "amount=1.5&currency=usd",
        "amount=&currency=usd",
        "amount=1e9&currency=usd",
        "amount=0x10&currency=usd",
        "amount=010&currency=usd",
        "amount=%2B1&currency=usd",
        "amount=+1&currency=usd",
        "amount=%D9%A1&currency=usd",
        "amount=9999999999999999&currency=usd",
        "amount=999999999999999&currency=jpy",
        "amount=1&amount=1&currency=usd",
        "amount[]=1&currency=usd",
        "amount=1&amount[a]=1&currency=usd",
        "amount=1&currency=usd&currency=eur",
        "amount=1&currency=dollar",
        "amount=1&currency=",
        "amount=1&currency=us%24",
    })
    void refuses_an_amount_or_currency_that_is_not_plain(String form) {
        Operation charge = operation("POST /v1/charges");
        assertThat(describe(stripe.cost(charge, form(charge, form)))).isEqualTo(MALFORMED);
    }

    @Test
    void refuses_to_guess_the_amount_in_a_body_that_cannot_be_read() {
        Operation charge = operation("POST /v1/charges");
        Operation intent = operation("POST /v1/payment_intents");
        Operation read = operation("GET /v1/charges");
        for (Operation operation : new Operation[] {charge, intent}) {
            Parameters unread = stripe.parameters(operation, null, null, null, "it can be read only once");
            assertThat(describe(stripe.cost(operation, unread))).isEqualTo(MALFORMED);
        }
        Parameters unread = stripe.parameters(read, null, null, null, "it can be read only once");
        assertThat(describe(stripe.cost(read, unread))).isEqualTo(NOTHING);
    }

    private Operation operation(String call) {
        int space = call.indexOf(' ');
        Operation operation = stripe.operation(call.substring(0, space), call.substring(space + 1));
        return Objects.requireNonNull(operation, call);
    }

    private Parameters form(Operation operation, String form) {
        return stripe.parameters(operation, null, "application/x-www-form-urlencoded", form.getBytes(UTF_8), null);
    }

    private static String describe(Cost cost) {
        if (cost instanceof Cost.Stated stated) {
            return stated.most().toString();
        }
        if (cost instanceof Cost.StatedWithoutCurrency stated) {
            return Long.toString(stated.minorUnits());
        }
        return cost instanceof Cost.Nothing ? NOTHING : cost instanceof Cost.Unstated ? UNSTATED : MALFORMED;
    }
}
