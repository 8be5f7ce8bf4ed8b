// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Money that leaves for a bank (payouts) or for a connected account (transfers). */
final class Payouts {
    private Payouts() {}

    static ObjectNode payout(Call call, Store store) throws ApiError {
        ObjectNode payout = out(call, store, "payout", "po");
        payout.put("arrival_date", payout.get("created").asLong());
        payout.put("automatic", false);
        payout.put("method", "standard");
        payout.put("type", "bank_account");
        payout.put("status", "pending");
        Events.happened(call, store, "payout.created", payout);
        return payout;
    }

    static ObjectNode transfer(Call call, Store store) throws ApiError {
        String destination = call.params().required("destination");
        ObjectNode transfer = out(call, store, "transfer", "tr");
        transfer.put("destination", destination);
        transfer.put("amount_reversed", 0L);
        transfer.put("reversed", false);
        Events.happened(call, store, "transfer.created", transfer);
        return transfer;
    }

    static ObjectNode retrievePayout(Call call, Store store) throws ApiError {
        return store.get(call, "payout", call.id());
    }

    static ObjectNode retrieveTransfer(Call call, Store store) throws ApiError {
        return store.get(call, "transfer", call.id());
    }

    private static ObjectNode out(Call call, Store store, String kind, String prefix) throws ApiError {
        long amount = call.params().requiredAmount();
        String currency = Currencies.required(call.params());
        ObjectNode made = Json.object(kind, store.newId(prefix));
        made.put("amount", amount);
        made.put("currency", currency);
        Json.copy(made, call.params(), "description");
        Json.metadata(made, call.params());
        store.add(call, made);
        store.moved(call, Movement.Direction.OUT, amount, made, null);
        return made;
    }
}
