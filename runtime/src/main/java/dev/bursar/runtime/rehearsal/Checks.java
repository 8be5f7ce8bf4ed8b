// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.runtime.call.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Input that Stripe would surely not take, so that a rehearsal finds the mistake which the first real call would. */
final class Checks {

    /** An error as Stripe gives it, always with status 400. */
    record Problem(String code, @Nullable String param, String message) {}

    private static final Map<String, List<String>> REQUIRED = Map.of(
            "POST /v1/charges", List.of("amount", "currency"),
            "POST /v1/payment_intents", List.of("amount", "currency"),
            "POST /v1/transfers", List.of("currency", "destination"),
            "POST /v1/payouts", List.of("amount", "currency"),
            "POST /v1/topups", List.of("amount", "currency"),
            "POST /v1/subscriptions", List.of("customer"),
            "POST /v1/prices", List.of("currency"));

    private static final Set<String> AMOUNTS = Set.of("amount", "amount_to_capture", "unit_amount");

    private Checks() {}

    static @Nullable Problem of(Operation operation, Asked asked, Lifecycle.Others others) {
        if (!operation.method().equals("POST")) {
            return null;
        }
        for (String name : REQUIRED.getOrDefault(operation.text(), List.of())) {
            if (!asked.parts().containsKey(name)) {
                return new Problem("parameter_missing", name, "Missing required param: " + name + ".");
            }
        }
        if (operation.template().startsWith("/v1/")) {
            for (String name : AMOUNTS) {
                String value = asked.value(name);
                if (value != null && !value.isEmpty() && !value.matches("-?[0-9]{1,15}")) {
                    return new Problem("parameter_invalid_integer", name, "Invalid integer: " + name);
                }
            }
        }
        return operation.text().equals("POST /v1/refunds") ? refund(asked, others) : null;
    }

    private static @Nullable Problem refund(Asked asked, Lifecycle.Others others) {
        if (asked.value("charge") == null && asked.value("payment_intent") == null && asked.value("origin") == null) {
            return new Problem(
                    "parameter_missing",
                    "charge",
                    "One of the following params should be provided for this request: payment_intent or charge.");
        }
        ObjectNode charge = Lifecycle.refundedCharge(asked, others);
        if (charge == null) {
            return null;
        }
        long remainder = Lifecycle.remainder(charge);
        String amount = asked.value("amount");
        if (remainder <= 0 && charge.path("amount").asLong() > 0) {
            return new Problem("charge_already_refunded", null, "The charge has already been refunded.");
        }
        if (amount != null && Long.parseLong(amount) > remainder) {
            return new Problem("amount_too_large", "amount", "The refund is larger than what is left of the charge.");
        }
        return null;
    }
}
