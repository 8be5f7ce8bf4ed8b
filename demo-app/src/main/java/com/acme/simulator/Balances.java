// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is left on the account: all that came in less all that went out. */
final class Balances {
    private Balances() {}

    static ObjectNode retrieve(Call call, Store store) {
        Map<String, Long> sums = new TreeMap<>();
        for (Movement movement : store.movements()) {
            if (Objects.equals(movement.account(), call.account())) {
                long signed = movement.direction() == Movement.Direction.IN ? movement.amount() : -movement.amount();
                sums.merge(movement.currency(), signed, Long::sum);
            }
        }
        ObjectNode balance = JsonNodeFactory.instance.objectNode();
        balance.put("object", "balance");
        balance.put("livemode", false);
        ArrayNode available = balance.putArray("available");
        balance.putArray("pending");
        sums.forEach((currency, sum) -> available.addObject().put("amount", sum).put("currency", currency));
        return balance;
    }
}
