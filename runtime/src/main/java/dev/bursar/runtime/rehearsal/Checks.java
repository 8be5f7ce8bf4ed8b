// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.runtime.call.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Stripe would surely not do, so that a rehearsal finds the mistake which the first real call would. */
final class Checks {

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

    static void input(Operation operation, Asked asked) throws Problem.Found {
        if (!operation.method().equals("POST")) {
            return;
        }
        for (String name : REQUIRED.getOrDefault(operation.text(), List.of())) {
            if (!asked.parts().containsKey(name)) {
                throw new Problem.Found(
                        Problem.invalid("parameter_missing", name, "Missing required param: " + name + "."));
            }
        }
        if (operation.template().startsWith("/v1/")) {
            for (String name : AMOUNTS) {
                String value = asked.value(name);
                if (value != null && !value.isEmpty() && !value.matches("-?[0-9]{1,15}")) {
                    throw new Problem.Found(
                            Problem.invalid("parameter_invalid_integer", name, "Invalid integer: " + name));
                }
            }
        }
    }

    static void refund(Asked asked, Lifecycle.Others others) throws Problem.Found {
        if (asked.value("charge") == null && asked.value("payment_intent") == null && asked.value("origin") == null) {
            throw new Problem.Found(Problem.invalid(
                    "parameter_missing",
                    "charge",
                    "One of the following params should be provided for this request: payment_intent or charge."));
        }
        ObjectNode charge = Lifecycle.refundedCharge(asked, others);
        if (charge != null) {
            remainder(
                    asked,
                    Lifecycle.remainder(charge, "amount_refunded"),
                    charge.path("amount").asLong(),
                    "charge_already_refunded",
                    "The charge has already been refunded.",
                    "The refund is larger than what is left of the charge.");
        }
    }

    static void reversal(Asked asked, ObjectNode transfer) throws Problem.Found {
        remainder(
                asked,
                Lifecycle.remainder(transfer, "amount_reversed"),
                transfer.path("amount").asLong(),
                "transfer_already_reversed",
                "The transfer has already been reversed.",
                "The reversal is larger than what is left of the transfer.");
    }

    private static void remainder(Asked asked, long left, long whole, String code, String done, String tooLarge)
            throws Problem.Found {
        if (left <= 0 && whole > 0) {
            throw new Problem.Found(Problem.invalid(code, null, done));
        }
        long amount = Lifecycle.number(asked, "amount", left);
        if (amount > left) {
            throw new Problem.Found(Problem.invalid("amount_too_large", "amount", tooLarge));
        }
        String stated = asked.value("amount");
        if (stated != null && !stated.isEmpty() && amount <= 0 || stated != null && stated.startsWith("-")) {
            throw new Problem.Found(
                    Problem.invalid("parameter_invalid_integer", "amount", "Invalid positive integer: amount"));
        }
    }

    /** @param object as the rehearsal knows it: of one that was made elsewhere nobody can say what is possible */
    static void action(ObjectNode object, @Nullable String verb, Asked asked) throws Problem.Found {
        String kind = object.path("object").asText();
        if (object.path("deleted").asBoolean()) {
            throw new Problem.Found(
                    Problem.missing(kind, "id", object.path("id").asText()));
        }
        if (verb == null) {
            return;
        }
        String status = object.path("status").asText();
        switch (kind + "." + verb) {
            case "charge.capture" -> {
                if (object.path("captured").asBoolean()) {
                    throw new Problem.Found(
                            Problem.invalid("charge_already_captured", null, "The charge has already been captured."));
                }
                captured(asked, "amount", object.path("amount").asLong());
            }
            case "payment_intent.capture" -> {
                unless(status.equals("requires_capture"), verb, status);
                captured(
                        asked,
                        "amount_to_capture",
                        object.path("amount_capturable").asLong());
            }
            case "payment_intent.confirm" ->
                unless(!status.matches("succeeded|canceled|requires_capture"), verb, status);
            case "payment_intent.cancel" -> unless(!status.matches("succeeded|canceled"), verb, status);
            default -> {}
        }
    }

    private static void captured(Asked asked, String param, long most) throws Problem.Found {
        if (Lifecycle.number(asked, param, most) > most) {
            throw new Problem.Found(
                    Problem.invalid("amount_too_large", param, "You cannot capture more than was authorised."));
        }
    }

    private static void unless(boolean possible, String verb, String status) throws Problem.Found {
        if (!possible) {
            throw new Problem.Found(Problem.invalid(
                    "payment_intent_unexpected_state",
                    null,
                    "You cannot " + verb + " this PaymentIntent because it has a status of " + status + "."));
        }
    }
}
