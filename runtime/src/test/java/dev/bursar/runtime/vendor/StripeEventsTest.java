// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Stripe's events prove of a call, and what they do not. */
class StripeEventsTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final Parameters NOT_KNOWN = new Parameters(new TreeMap<>(), "not kept");

    private final StripeVendor stripe = new StripeVendor();

    private Lookup lookup(String operation) {
        return Objects.requireNonNull(stripe.lookup(operation(operation), NOON, NOON, NOON.plusSeconds(60)));
    }

    private Operation operation(String text) {
        int space = text.indexOf(' ');
        return Objects.requireNonNull(stripe.written(text.substring(0, space), text.substring(space + 1)));
    }

    private Lookup.Page page(String operation, String... events) {
        return lookup(operation)
                .page(
                        "k1"::equals,
                        NOT_KNOWN,
                        ("{\"object\":\"list\",\"has_more\":true,\"data\":[" + String.join(",", events) + "]}")
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String id, String type, String key, String object) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"request\":{\"id\":\"req_1\",\"idempotency_key\":"
                + key + "},\"data\":{\"object\":" + object + "}}";
    }

    private static String object(String kind, long amount) {
        return "{\"id\":\"" + kind + "_1\",\"object\":\"" + kind + "\",\"amount\":" + amount
                + ",\"amount_captured\":900,\"amount_received\":800,\"currency\":\"usd\"}";
    }

    @Test
    void asks_for_the_types_that_tell_and_the_time_around_the_call() {
        assertThat(lookup("POST /v1/charges").target(null))
                .isEqualTo("/v1/events?limit=100&created%5Bgte%5D="
                        + NOON.minusSeconds(600).getEpochSecond() + "&created%5Blte%5D="
                        + NOON.plusSeconds(3600).getEpochSecond()
                        + "&types%5B%5D=charge.succeeded&types%5B%5D=charge.pending&types%5B%5D=charge.failed");
        assertThat(lookup("POST /v1/charges").target("evt_1")).endsWith("&starting_after=evt_1");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /v1/charges, charge.succeeded, charge, 10.00",
        "POST /v1/charges, charge.pending, charge, 10.00",
        "POST /v1/charges/{charge}/capture, charge.captured, charge, 9.00",
        "POST /v1/payment_intents, payment_intent.succeeded, payment_intent, 10.00",
        "POST /v1/payment_intents, payment_intent.requires_action, payment_intent, 10.00",
        "POST /v1/payment_intents/{payment_intent}/confirm, payment_intent.amount_capturable_updated, payment_intent, 10.00",
        "POST /v1/payment_intents/{payment_intent}/capture, payment_intent.succeeded, payment_intent, 8.00",
        "POST /v1/refunds, refund.created, refund, 10.00",
        "POST /v1/transfers, transfer.created, transfer, 10.00",
        "POST /v1/payouts, payout.created, payout, 10.00",
        "POST /v1/topups, topup.created, topup, 10.00"
    })
    void takes_an_event_with_the_key_for_proof_and_its_object_for_what_moved(
            String operation, String type, String kind, String moved) {
        Lookup.Page page = page(operation, event("evt_1", type, "\"k1\"", object(kind, 1000)));

        assertThat(page.result()).isEqualTo(new Result.Done(Money.parse(moved + " USD"), kind + "_1"));
        assertThat(page.requestId()).isEqualTo("req_1");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /v1/charges, charge.failed, charge",
        "POST /v1/payment_intents, payment_intent.payment_failed, payment_intent"
    })
    void takes_a_failed_payment_for_one_that_moved_nothing(String operation, String type, String kind) {
        assertThat(page(operation, event("evt_1", type, "\"k1\"", object(kind, 1000)))
                        .result())
                .isInstanceOf(Result.Refused.class);
    }

    @Test
    void takes_nothing_that_belongs_to_another_key_or_kind_or_is_malformed() {
        Lookup.Page page = page(
                "POST /v1/charges",
                event("evt_1", "charge.succeeded", "\"k2\"", object("charge", 1)),
                event("evt_2", "charge.succeeded", "null", object("charge", 1)),
                event("evt_3", "charge.succeeded", "\"k1\"", object("refund", 1)),
                event("evt_4", "charge.refunded", "\"k1\"", object("charge", 1)),
                "17",
                "{\"id\":\"evt_5\"}");

        assertThat(page.result()).isNull();
        assertThat(page.next()).isEqualTo("evt_5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"data\":{}}", "{\"data\":[],\"has_more\":true}"})
    void finds_nothing_and_goes_nowhere_in_what_is_no_list(String body) {
        assertThat(lookup("POST /v1/charges").page("k1"::equals, NOT_KNOWN, body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Lookup.Page(null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/invoices/{invoice}/pay", "POST /v1/transfers/{transfer}/reversals"})
    void knows_that_it_cannot_tell_of_an_operation_whose_events_have_sums(String operation) {
        assertThat(stripe.lookup(operation(operation), NOON, NOON, NOON)).isNull();
    }

    @Test
    void knows_that_events_are_listed_for_thirty_days() {
        Operation charges = operation("POST /v1/charges");
        assertThat(stripe.lookup(charges, NOON, NOON, NOON.plus(Duration.ofDays(29))))
                .isNotNull();
        assertThat(stripe.lookup(charges, NOON, NOON, NOON.plus(Duration.ofDays(30))))
                .isNull();
    }
}
