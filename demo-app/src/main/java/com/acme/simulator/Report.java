// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The whole ledger as JSON, without secrets: keys are named, the authorization header is left out. */
final class Report {
    private Report() {}

    static ObjectNode of(StripeSimulator simulator) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        List<Movement> movements = simulator.movements();
        Set<String> currencies =
                movements.stream().map(Movement::currency).collect(Collectors.toCollection(TreeSet::new));
        ObjectNode in = report.putObject("money_in");
        ObjectNode out = report.putObject("money_out");
        for (String currency : currencies) {
            in.put(currency, simulator.moneyIn(currency));
            out.put(currency, simulator.moneyOut(currency));
        }
        ArrayNode moves = report.putArray("movements");
        for (Movement movement : movements) {
            moves.addObject()
                    .put("direction", movement.direction().name().toLowerCase(Locale.ROOT))
                    .put("amount", movement.amount())
                    .put("currency", movement.currency())
                    .put("customer", movement.customer())
                    .put("key", movement.key())
                    .put("account", movement.account())
                    .put("object_id", movement.objectId());
        }
        for (String kind : List.of("charge", "refund", "customer", "payment_intent", "payout", "transfer")) {
            made(report.putArray(kind + "s"), simulator.made(kind));
        }
        ArrayNode requests = report.putArray("requests");
        for (SeenRequest request : simulator.requests()) {
            ObjectNode node = requests.addObject()
                    .put("number", request.number())
                    .put("method", request.method())
                    .put("path", request.path())
                    .put("key", request.key())
                    .put("idempotency_key", request.idempotencyKey())
                    .put("account", request.account())
                    .put("status", request.status())
                    .put("replayed", request.replayed());
            ObjectNode params = node.putObject("params");
            request.params().forEach(params::put);
            ObjectNode headers = node.putObject("headers");
            request.headers().forEach((name, values) -> {
                if (!name.equals("authorization")) {
                    headers.put(name, String.join(", ", values));
                }
            });
        }
        return report;
    }

    private static void made(ArrayNode into, List<Made> all) {
        for (Made each : all) {
            into.addObject()
                    .put("object", each.object())
                    .put("id", each.id())
                    .put("amount", each.amount())
                    .put("currency", each.currency())
                    .put("customer", each.customer())
                    .put("status", each.status())
                    .put("key", each.key())
                    .put("idempotency_key", each.idempotencyKey())
                    .put("account", each.account());
        }
    }
}
