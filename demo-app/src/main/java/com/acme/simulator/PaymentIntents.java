// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Payment intents: nothing moves before they are confirmed, and with manual capture not before they are captured. */
final class PaymentIntents {
    private PaymentIntents() {}

    static ObjectNode create(Call call, Store store) throws ApiError {
        Params params = call.params();
        String id = store.newId("pi");
        ObjectNode intent = Json.object("payment_intent", id);
        intent.put("amount", params.requiredAmount());
        intent.put("amount_capturable", 0L);
        intent.put("amount_received", 0L);
        intent.put("currency", Currencies.required(params));
        String customer = params.text("customer");
        if (customer != null) {
            Customers.existing(call, store, customer);
        }
        intent.put("customer", customer);
        intent.put("client_secret", id + "_secret_sim");
        intent.put("capture_method", method(params));
        intent.put("confirmation_method", "automatic");
        intent.put("latest_charge", (String) null);
        intent.putArray("payment_method_types").add("card");
        Json.copy(intent, params, "payment_method", "description", "receipt_email");
        Json.metadata(intent, params);
        intent.put(
                "status",
                Json.text(intent, "payment_method") == null ? "requires_payment_method" : "requires_confirmation");
        boolean confirm = params.flag("confirm", false);
        if (confirm) {
            params.required("payment_method");
        }
        store.add(call, intent);
        Events.happened(call, store, "payment_intent.created", intent);
        if (confirm) {
            confirmed(call, store, intent);
        }
        return intent;
    }

    static ObjectNode retrieve(Call call, Store store) throws ApiError {
        return store.get(call, "payment_intent", call.id());
    }

    static ObjectNode list(Call call, Store store) throws ApiError {
        String customer = call.params().text("customer");
        return Json.page(call, store.list(call, "payment_intent", each -> Json.is(each, "customer", customer)));
    }

    static ObjectNode confirm(Call call, Store store) throws ApiError {
        ObjectNode intent = store.get(call, "payment_intent", call.id());
        if (call.params().text("payment_method") != null) {
            Json.copy(intent, call.params(), "payment_method");
        }
        confirmed(call, store, intent);
        return intent;
    }

    static ObjectNode capture(Call call, Store store) throws ApiError {
        ObjectNode intent = store.get(call, "payment_intent", call.id());
        String chargeId = Json.text(intent, "latest_charge");
        if (!Json.is(intent, "status", "requires_capture") || chargeId == null) {
            throw unexpected(intent);
        }
        ObjectNode charge = store.get(call, "charge", chargeId);
        Charges.capture(call, store, charge, call.params().amount("amount_to_capture"));
        intent.put("amount_received", charge.get("amount_captured").asLong());
        intent.put("amount_capturable", 0L);
        intent.put("status", "succeeded");
        Events.happened(call, store, "payment_intent.succeeded", intent);
        return intent;
    }

    static ObjectNode cancel(Call call, Store store) throws ApiError {
        ObjectNode intent = store.get(call, "payment_intent", call.id());
        if (Json.is(intent, "status", "succeeded") || Json.is(intent, "status", "canceled")) {
            throw unexpected(intent);
        }
        intent.put("status", "canceled");
        intent.put("amount_capturable", 0L);
        return intent;
    }

    private static void confirmed(Call call, Store store, ObjectNode intent) throws ApiError {
        String status = Json.text(intent, "status");
        String paidWith = Json.text(intent, "payment_method");
        if (!"requires_confirmation".equals(status) && !"requires_payment_method".equals(status)) {
            throw unexpected(intent);
        }
        if (paidWith == null) {
            throw ApiError.invalid(
                    "parameter_missing", "payment_method", "You cannot confirm without a payment method.");
        }
        boolean automatic = !Json.is(intent, "capture_method", "manual");
        long amount = intent.get("amount").asLong();
        intent.put("status", "requires_payment_method");
        ObjectNode charge;
        try {
            charge = Charges.make(
                    call,
                    store,
                    amount,
                    intent.get("currency").asText(),
                    Json.text(intent, "customer"),
                    paidWith,
                    automatic);
        } catch (ApiError declined) {
            Events.happened(call, store, "payment_intent.payment_failed", intent);
            throw declined;
        }
        charge.put("payment_intent", intent.get("id").asText());
        intent.put("latest_charge", charge.get("id").asText());
        intent.put("amount_received", automatic ? amount : 0L);
        intent.put("amount_capturable", automatic ? 0L : amount);
        intent.put("status", automatic ? "succeeded" : "requires_capture");
        Events.happened(
                call,
                store,
                automatic ? "payment_intent.succeeded" : "payment_intent.amount_capturable_updated",
                intent);
    }

    private static String method(Params params) throws ApiError {
        String method = params.text("capture_method");
        if (method == null) {
            return "automatic";
        }
        return switch (method) {
            case "automatic", "automatic_async", "manual" -> method;
            default ->
                throw ApiError.invalid("parameter_invalid", "capture_method", "Invalid capture_method: " + method);
        };
    }

    private static ApiError unexpected(ObjectNode intent) {
        String status = Json.text(intent, "status");
        return ApiError.impossible(
                "payment_intent_unexpected_state",
                "This PaymentIntent's status is " + status + "; it cannot be changed so.");
    }
}
