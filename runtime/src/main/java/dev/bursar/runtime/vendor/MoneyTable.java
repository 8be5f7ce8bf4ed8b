// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import static dev.bursar.runtime.vendor.MoneyRow.Direction.CREDIT;
import static dev.bursar.runtime.vendor.MoneyRow.Direction.IN;
import static dev.bursar.runtime.vendor.MoneyRow.Direction.OUT;
import static dev.bursar.runtime.vendor.MoneyRow.row;

import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.vendor.MoneyRow.Stated;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What moves money at Stripe, as data: one row an operation. An operation that is not here moves none.
 *
 * <p>An authorisation ({@code capture=false}, a manual confirmation) counts when it is made and its capture counts again: one call does not
 * know what another has counted, and counting twice keeps a cap where counting once would break it. Usage that is only metered
 * ({@code billing/meter_events}) states no money and is not here: cap it by calls.
 */
final class MoneyTable {

    private static final Stated NOWHERE = new Stated.Nowhere();

    /** Changes of a subscription that never make an invoice. */
    private static final Set<String> FREE_CHANGES =
            Set.of("metadata", "description", "expand", "cancel_at_period_end", "cancellation_details");

    private static final List<MoneyRow> ROWS = List.of(
            row("POST /v1/charges", IN, inRequest(), "/amount")
                    .with("transfer_data[amount]", "destination[amount]", "application_fee_amount", "application_fee"),
            row("POST /v1/charges/{charge}/capture", IN, inAnswer("amount"), "/amount_captured")
                    .with("transfer_data[amount]", "application_fee_amount", "application_fee"),
            row("POST /v1/payment_intents", IN, inRequest(), "/amount")
                    .when(unlessAbsentOrFalse("confirm"))
                    .with("transfer_data[amount]", "application_fee_amount"),
            row("POST /v1/payment_intents/{payment_intent}/confirm", IN, inAnswer("amount_to_confirm"), "/amount")
                    .settledAsStated(),
            row(
                            "POST /v1/payment_intents/{payment_intent}/capture",
                            IN,
                            inAnswer("amount_to_capture"),
                            "/amount_received")
                    .with("transfer_data[amount]", "application_fee_amount"),
            row("POST /v1/payment_intents/{payment_intent}/increment_authorization", IN, inAnswer("amount"), "/amount")
                    .with("transfer_data[amount]", "application_fee_amount"),
            row("POST /v1/payment_intents/{payment_intent}/apply_customer_balance", IN, inEither(), "/amount")
                    .settledAsStated(),
            row("POST /v1/refunds", OUT, inEither(), "/amount"),
            row("POST /v1/terminal/readers/{reader}/refund_payment", OUT, inAnswer("amount")),
            row("POST /v1/terminal/readers/{reader}/process_payment_intent", IN, NOWHERE),
            row("POST /v1/terminal/readers/{reader}/confirm_payment_intent", IN, NOWHERE),
            row("POST /v1/transfers", OUT, inRequest(), "/amount"),
            row("POST /v1/transfers/{transfer}/reversals", IN, inAnswer("amount"), "/amount"),
            row("POST /v1/payouts", OUT, inRequest(), "/amount"),
            row("POST /v1/payouts/{payout}/reverse", IN, NOWHERE, "/amount"),
            row("POST /v1/topups", IN, inRequest(), "/amount"),
            row("POST /v1/application_fees/{application_fee}/refunds", OUT, inAnswer("amount"), "/amount"),
            row("POST /v1/invoices", IN, NOWHERE, "/amount_due").when(unlessAbsentOrFalse("auto_advance")),
            row("POST /v1/invoices/{invoice}", IN, NOWHERE, "/amount_due").when(unlessAbsentOrFalse("auto_advance")),
            row("POST /v1/invoices/{invoice}/pay", IN, NOWHERE, "/amount_due", "/amount_paid"),
            row("POST /v1/invoices/{invoice}/finalize", IN, NOWHERE, "/amount_due", "/amount_paid"),
            row("POST /v1/invoiceitems", IN, signed("amount", "currency", true), "/amount"),
            row("POST /v1/invoiceitems/{invoiceitem}", IN, signed("amount", null, false), "/amount")
                    .when(any(
                            "amount",
                            "unit_amount",
                            "unit_amount_decimal",
                            "quantity",
                            "price",
                            "price_data",
                            "pricing")),
            row("POST /v1/subscriptions", IN, NOWHERE, "/latest_invoice/amount_due")
                    .answeredIn("/latest_invoice/currency"),
            row("POST /v1/subscriptions/{subscription}", IN, NOWHERE, "/latest_invoice/amount_due")
                    .when(MoneyTable::goesBeyondFreeChanges)
                    .answeredIn("/latest_invoice/currency"),
            row("POST /v1/subscriptions/{subscription}/resume", IN, NOWHERE, "/latest_invoice/amount_due")
                    .answeredIn("/latest_invoice/currency"),
            row("DELETE /v1/subscriptions/{subscription}", IN, NOWHERE, "/latest_invoice/amount_due")
                    .when(unlessAbsentOrFalse("invoice_now"))
                    .answeredIn("/latest_invoice/currency"),
            row("POST /v1/subscription_items", IN, NOWHERE),
            row("POST /v1/subscription_items/{subscription_item}", IN, NOWHERE).when(MoneyTable::goesBeyondFreeChanges),
            row("POST /v1/subscription_schedules", IN, NOWHERE),
            row("POST /v1/subscription_schedules/{subscription_schedule}", IN, NOWHERE)
                    .when(MoneyTable::goesBeyondFreeChanges),
            row("POST /v1/subscription_schedules/{subscription_schedule}/cancel", IN, NOWHERE)
                    .when(unlessFalse("invoice_now")),
            row("POST /v1/quotes/{quote}/accept", IN, NOWHERE, "/amount_total"),
            row("POST /v1/orders/{order}/pay", IN, NOWHERE, "/amount"),
            row("POST /v1/orders/{order}/returns", OUT, NOWHERE, "/amount"),
            row("POST /v1/checkout/sessions", IN, new Stated.LineItems(), "/amount_total")
                    .when(p -> !"setup".equals(p.value("mode")) || p.isRepeated("mode"))
                    .with("payment_intent_data[transfer_data][amount]", "payment_intent_data[application_fee_amount]"),
            row("POST /v1/payment_links", IN, NOWHERE),
            row("POST /v1/payment_links/{payment_link}", IN, NOWHERE).when(any("line_items", "active", "restrictions")),
            row(
                    "POST /v1/credit_notes",
                    OUT,
                    new Stated.Sum("amount", List.of("refund_amount", "credit_amount", "out_of_band_amount")),
                    "/amount"),
            row(
                    "POST /v1/customers/{customer}/balance_transactions",
                    CREDIT,
                    signed("amount", "currency", true),
                    "/amount"),
            row(
                            "POST /v1/billing/credit_grants",
                            CREDIT,
                            new Stated.In("amount[monetary][value]", "amount[monetary][currency]", true, false),
                            "/amount/monetary/value")
                    .answeredIn("/amount/monetary/currency"),
            row("POST /v1/treasury/outbound_payments", OUT, inRequest(), "/amount"),
            row("POST /v1/treasury/outbound_transfers", OUT, inRequest(), "/amount"),
            row("POST /v1/treasury/inbound_transfers", IN, inRequest(), "/amount"),
            row("POST /v1/treasury/credit_reversals", OUT, NOWHERE, "/amount"),
            row("POST /v1/treasury/debit_reversals", IN, NOWHERE, "/amount"),
            row("POST /v1/issuing/authorizations/{authorization}/approve", OUT, inAnswer("amount"), "/amount"),
            row("POST /v1/climate/orders", OUT, inEither(), "/amount_total"));

    private static final Map<String, MoneyRow> BY_OPERATION =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(MoneyRow::operation, Function.identity()));

    private MoneyTable() {}

    static Map<String, MoneyRow> byOperation() {
        return BY_OPERATION;
    }

    private static Stated inRequest() {
        return new Stated.In("amount", "currency", true, false);
    }

    /** The currency may be stated; if it is not, it is that of what the call is about. */
    private static Stated inEither() {
        return new Stated.In("amount", "currency", false, false);
    }

    private static Stated inAnswer(String amount) {
        return new Stated.In(amount, null, false, false);
    }

    private static Stated signed(String amount, @Nullable String currency, boolean required) {
        return new Stated.In(amount, currency, required, true);
    }

    /** Absent is true; only exactly one {@code false} is false. */
    private static Predicate<Parameters> unlessFalse(String flag) {
        return p -> p.isRepeated(flag) || !"false".equals(p.value(flag));
    }

    /** Absent is false, and so is exactly one {@code false}; anything else is taken as true. */
    private static Predicate<Parameters> unlessAbsentOrFalse(String flag) {
        return p -> p.hasAny(flag) && (p.isRepeated(flag) || !"false".equals(p.value(flag)));
    }

    private static Predicate<Parameters> any(String... names) {
        return p -> List.of(names).stream().anyMatch(p::hasAny);
    }

    private static boolean goesBeyondFreeChanges(Parameters p) {
        return p.values().keySet().stream()
                .map(name -> name.indexOf('[') < 0 ? name : name.substring(0, name.indexOf('[')))
                .anyMatch(name -> !FREE_CHANGES.contains(name));
    }
}
