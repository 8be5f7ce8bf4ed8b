// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Refunds. Without an amount all that is left is refunded; more than is left is refused. */
final class Refunds {
    private Refunds() {}

    static ObjectNode create(Call call, Store store) throws ApiError {
        ObjectNode charge = charge(call, store);
        long left =
                charge.get("amount").asLong() - charge.get("amount_refunded").asLong();
        Long asked = call.params().amount("amount");
        if (left == 0) {
            throw ApiError.impossible(
                    "charge_already_refunded", "Charge " + charge.get("id").asText() + " has already been refunded.");
        }
        long amount = asked == null ? left : asked;
        if (amount > left) {
            throw ApiError.impossible(
                    "amount_too_large",
                    "Refund amount (" + amount + ") is greater than unrefunded amount on charge (" + left + ").");
        }
        if (!charge.get("paid").asBoolean()) {
            throw ApiError.impossible("charge_not_refundable", "A charge that failed cannot be refunded.");
        }
        ObjectNode refund = Json.object("refund", store.newId("re"));
        refund.put("amount", amount);
        refund.put("currency", charge.get("currency").asText());
        refund.put("charge", charge.get("id").asText());
        refund.put("payment_intent", Json.text(charge, "payment_intent"));
        refund.put("customer", Json.text(charge, "customer"));
        refund.put("status", "succeeded");
        Json.copy(refund, call.params(), "reason");
        Json.metadata(refund, call.params());
        store.add(call, refund);
        charge.put("amount_refunded", charge.get("amount_refunded").asLong() + amount);
        charge.put("refunded", amount == left);
        if (charge.get("captured").asBoolean()) {
            store.moved(call, Movement.Direction.OUT, amount, refund, Json.text(charge, "customer"));
        }
        Events.happened(call, store, "charge.refunded", charge);
        Events.happened(call, store, "refund.created", refund);
        return refund;
    }

    static ObjectNode retrieve(Call call, Store store) throws ApiError {
        return store.get(call, "refund", call.id());
    }

    static ObjectNode list(Call call, Store store) throws ApiError {
        String charge = call.params().text("charge");
        return Json.page(call, store.list(call, "refund", each -> Json.is(each, "charge", charge)));
    }

    private static ObjectNode charge(Call call, Store store) throws ApiError {
        String intent = call.params().text("payment_intent");
        if (call.params().text("charge") != null || intent == null) {
            return store.get(call, "charge", call.params().required("charge"));
        }
        List<ObjectNode> charges = store.list(
                call,
                "charge",
                each -> Json.is(each, "payment_intent", intent)
                        && each.get("paid").asBoolean());
        if (charges.isEmpty()) {
            throw ApiError.impossible(
                    "payment_intent_unexpected_state", "PaymentIntent " + intent + " has no successful charge.");
        }
        return charges.get(0);
    }
}
