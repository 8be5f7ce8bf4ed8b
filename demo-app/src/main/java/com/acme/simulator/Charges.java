// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Charges: made, captured, listed. */
final class Charges {
    private Charges() {}

    static ObjectNode create(Call call, Store store) throws ApiError {
        Params params = call.params();
        long amount = params.requiredAmount();
        String currency = Currencies.required(params);
        String customer = params.text("customer");
        String source = params.text("source");
        if (customer == null && source == null) {
            throw ApiError.invalid("parameter_missing", "source", "Must provide source or customer.");
        }
        if (customer != null) {
            ObjectNode paying = Customers.existing(call, store, customer);
            source = source == null ? Customers.source(paying) : source;
        }
        boolean captured = params.flag("capture", true);
        ObjectNode charge = make(call, store, amount, currency, customer, source, captured);
        Json.copy(
                charge, params, "description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix");
        return charge;
    }

    /**
     * A charge that succeeded, stored and counted.
     *
     * @throws ApiError 402 if the card is declined; a failed charge is stored then
     */
    static ObjectNode make(
            Call call,
            Store store,
            long amount,
            String currency,
            @Nullable String customer,
            @Nullable String source,
            boolean captured)
            throws ApiError {
        boolean declined = call.declined() || (source != null && source.contains("chargeDeclined"));
        ObjectNode charge = Json.object("charge", store.newId("ch"));
        charge.put("amount", amount);
        charge.put("amount_captured", captured && !declined ? amount : 0L);
        charge.put("amount_refunded", 0L);
        charge.put("currency", currency);
        charge.put("customer", customer);
        charge.put("payment_method", source);
        charge.put("payment_intent", (String) null);
        charge.put("captured", captured && !declined);
        charge.put("paid", !declined);
        charge.put("refunded", false);
        charge.put("disputed", false);
        charge.put("failure_code", declined ? "card_declined" : null);
        charge.put("status", declined ? "failed" : "succeeded");
        Json.metadata(charge, call.params());
        store.add(call, charge);
        Events.happened(call, store, declined ? "charge.failed" : "charge.succeeded", charge);
        if (declined) {
            throw ApiError.declined(charge.get("id").asText());
        }
        if (captured) {
            store.moved(call, Movement.Direction.IN, amount, charge, customer);
        }
        return charge;
    }

    static ObjectNode retrieve(Call call, Store store) throws ApiError {
        return store.get(call, "charge", call.id());
    }

    static ObjectNode update(Call call, Store store) throws ApiError {
        ObjectNode charge = store.get(call, "charge", call.id());
        Json.copy(charge, call.params(), "description", "receipt_email");
        Json.metadata(charge, call.params());
        return charge;
    }

    static ObjectNode list(Call call, Store store) throws ApiError {
        String customer = call.params().text("customer");
        String intent = call.params().text("payment_intent");
        return Json.page(
                call,
                store.list(
                        call,
                        "charge",
                        each -> Json.is(each, "customer", customer) && Json.is(each, "payment_intent", intent)));
    }

    static ObjectNode capture(Call call, Store store) throws ApiError {
        ObjectNode charge = store.get(call, "charge", call.id());
        capture(call, store, charge, call.params().amount("amount"));
        return charge;
    }

    /** Captures some or, with null, all of it; what is left over is given back, as at Stripe. */
    static void capture(Call call, Store store, ObjectNode charge, @Nullable Long asked) throws ApiError {
        long amount = charge.get("amount").asLong();
        if (!charge.get("paid").asBoolean() || charge.get("captured").asBoolean()) {
            throw ApiError.impossible("charge_already_captured", "Charge cannot be captured (again).");
        }
        long taken = asked == null ? amount : asked;
        if (taken > amount) {
            throw ApiError.invalid("amount_too_large", "amount", "You cannot capture more than was authorized.");
        }
        charge.put("captured", true);
        charge.put("amount_captured", taken);
        charge.put("amount_refunded", amount - taken);
        store.moved(call, Movement.Direction.IN, taken, charge, Json.text(charge, "customer"));
        Events.happened(call, store, "charge.captured", charge);
    }
}
