// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of an object when it is made, changed or acted on, for the objects whose state code usually looks at. */
final class Lifecycle {

    /** The charge or intent that another object refers to, by id; made if the rehearsal does not have it. */
    interface Others {
        ObjectNode get(String model, String id);

        void keep(ObjectNode object);

        String newId(String model, String seed);
    }

    /** The state after an action, as field and value; {@code true} and {@code false} are truths. */
    private static final Map<String, Map<String, String>> ACTIONS = Map.ofEntries(
            Map.entry("accept", Map.of("status", "accepted")),
            Map.entry("activate", Map.of("status", "active")),
            Map.entry("approve", Map.of("approved", "true")),
            Map.entry("archive", Map.of("status", "archived")),
            Map.entry("cancel", Map.of("status", "canceled")),
            Map.entry("close", Map.of("status", "closed", "closed", "true")),
            Map.entry("deactivate", Map.of("status", "inactive")),
            Map.entry("decline", Map.of("approved", "false")),
            Map.entry("disable", Map.of("status", "disabled")),
            Map.entry("disconnect", Map.of("status", "disconnected")),
            Map.entry("enable", Map.of("status", "enabled")),
            Map.entry("expire", Map.of("status", "expired")),
            Map.entry("finalize", Map.of("status", "open")),
            Map.entry("mark_uncollectible", Map.of("status", "uncollectible")),
            Map.entry("pay", Map.of("status", "paid", "paid", "true", "attempted", "true")),
            Map.entry("reactivate", Map.of("status", "active")),
            Map.entry("release", Map.of("status", "released")),
            Map.entry("resume", Map.of("status", "active")),
            Map.entry("submit", Map.of("status", "submitted")),
            Map.entry("unarchive", Map.of("status", "active")),
            Map.entry("void", Map.of("status", "void", "voided", "true")));

    private Lifecycle() {}

    static void made(ObjectNode object, Asked asked, Others others) {
        switch (object.path("object").asText()) {
            case "charge" -> charged(object, !"false".equals(asked.value("capture")));
            case "payment_intent" -> intent(object, asked, others, "true".equals(asked.value("confirm")));
            case "setup_intent" -> {
                object.put("client_secret", object.path("id").asText() + "_secret_mock");
                setup(object, "true".equals(asked.value("confirm")));
            }
            case "refund" -> refunded(object, asked, others);
            case "transfer_reversal" -> reversed(object, asked, others);
            case "checkout.session" -> {
                object.put("payment_status", "unpaid");
                object.put(
                        "url",
                        "https://checkout.stripe.com/c/pay/" + object.path("id").asText());
            }
            default -> {}
        }
    }

    static void changed(ObjectNode object, Asked asked, Others others) {
        switch (object.path("object").asText()) {
            case "payment_intent" -> {
                if (object.path("status").asText().startsWith("requires_") && !isCapturable(object)) {
                    intent(object, asked, others, false);
                }
            }
            case "setup_intent" -> {
                if (object.path("status").asText().startsWith("requires_")) {
                    setup(object, false);
                }
            }
            default -> {}
        }
    }

    /** @param fields the model's fields: an action sets only those that exist */
    static void acted(
            ObjectNode object, Map<String, String> fields, String verb, Asked asked, Others others, Instant now) {
        if (verb.equals("cancel") && "l".equals(fields.get("canceled_at"))) {
            object.put("canceled_at", now.getEpochSecond());
        }
        String kind = object.path("object").asText() + "." + verb;
        switch (kind) {
            case "charge.capture" ->
                captured(object, number(asked, "amount", object.path("amount").asLong()));
            case "dispute.close" -> object.put("status", "lost");
            case "payment_intent.confirm" -> intent(object, asked, others, true);
            case "payment_intent.capture" -> intentCaptured(object, asked, others);
            case "payment_intent.cancel" -> intentCanceled(object, others);
            case "payment_method.detach" -> object.remove("customer");
            case "payment_intent.increment_authorization" ->
                object.put("amount_capturable", object.path("amount").asLong());
            case "setup_intent.confirm" -> setup(object, true);
            case "invoice.pay" -> {
                set(object, fields, ACTIONS.getOrDefault(verb, Map.of()));
                object.put("amount_paid", object.path("amount_due").asLong());
                object.put("amount_remaining", 0);
            }
            default -> set(object, fields, ACTIONS.getOrDefault(verb, Map.of()));
        }
    }

    private static void set(ObjectNode object, Map<String, String> fields, Map<String, String> state) {
        state.forEach((field, value) -> {
            String type = fields.get(field);
            if ("s".equals(type)) {
                object.put(field, value);
            } else if ("b".equals(type)) {
                object.put(field, value.equals("true"));
            }
        });
    }

    private static void charged(ObjectNode charge, boolean capture) {
        charge.put("status", "succeeded");
        charge.put("paid", true);
        charge.put("captured", capture);
        charge.put("amount_captured", capture ? charge.path("amount").asLong() : 0);
        charge.put("balance_transaction", "txn_mock_" + tail(charge));
    }

    private static void captured(ObjectNode charge, long amount) {
        charge.put("captured", true);
        charge.put("amount", charge.path("amount").asLong());
        charge.put("amount_captured", amount);
        charge.put("amount_refunded", charge.path("amount").asLong() - amount);
    }

    private static boolean isCapturable(ObjectNode intent) {
        return intent.path("status").asText().equals("requires_capture");
    }

    private static void intent(ObjectNode intent, Asked asked, Others others, boolean confirm) {
        String id = intent.path("id").asText();
        intent.put("client_secret", id + "_secret_mock");
        if (!confirm) {
            boolean hasMethod =
                    intent.path("payment_method").isTextual() || asked.parts().containsKey("payment_method_data");
            intent.put("status", hasMethod ? "requires_confirmation" : "requires_payment_method");
            return;
        }
        long amount = number(asked, "amount_to_confirm", intent.path("amount").asLong());
        boolean manual = intent.path("capture_method").asText().equals("manual");
        intent.put("status", manual ? "requires_capture" : "succeeded");
        intent.put("amount_capturable", manual ? amount : 0);
        intent.put("amount_received", manual ? 0 : amount);
        ObjectNode charge = others.get("Charge", others.newId("Charge", "latest charge of " + id));
        charge.put("amount", amount);
        charge.put("currency", intent.path("currency").asText());
        charge.put("payment_intent", id);
        copy(intent, charge, "customer");
        charged(charge, !manual);
        others.keep(charge);
        intent.put("latest_charge", charge.path("id").asText());
    }

    private static void intentCaptured(ObjectNode intent, Asked asked, Others others) {
        long amount = number(asked, "amount_to_capture", intent.path("amount").asLong());
        intent.put("status", "succeeded");
        intent.put("amount_received", amount);
        intent.put("amount_capturable", 0);
        String chargeId = intent.path("latest_charge").asText();
        if (!chargeId.isEmpty()) {
            ObjectNode charge = others.get("Charge", chargeId);
            captured(charge, amount);
            others.keep(charge);
        }
    }

    /** What was only authorised is let go. */
    private static void intentCanceled(ObjectNode intent, Others others) {
        intent.put("status", "canceled");
        intent.put("amount_capturable", 0);
        String chargeId = intent.path("latest_charge").asText();
        if (!chargeId.isEmpty()) {
            ObjectNode charge = others.get("Charge", chargeId);
            charge.put("amount_refunded", charge.path("amount").asLong());
            charge.put("refunded", true);
            others.keep(charge);
        }
    }

    private static void setup(ObjectNode intent, boolean confirm) {
        boolean hasMethod = intent.path("payment_method").isTextual();
        intent.put("status", confirm ? "succeeded" : hasMethod ? "requires_confirmation" : "requires_payment_method");
    }

    private static void refunded(ObjectNode refund, Asked asked, Others others) {
        ObjectNode charge = refundedCharge(asked, others);
        if (charge == null) {
            return;
        }
        long amount = number(asked, "amount", remainder(charge, "amount_refunded"));
        refund.put("amount", amount);
        refund.put("charge", charge.path("id").asText());
        refund.put("currency", charge.path("currency").asText("usd"));
        copy(charge, refund, "payment_intent");
        long total = charge.path("amount_refunded").asLong() + amount;
        charge.put("amount_refunded", total);
        charge.put("refunded", total >= charge.path("amount").asLong());
        others.keep(charge);
    }

    /** The charge that a refund is of; {@code null} if it is of none, as from a customer's balance. */
    static @Nullable ObjectNode refundedCharge(Asked asked, Others others) {
        String charge = asked.value("charge");
        String intent = asked.value("payment_intent");
        if (charge == null && intent != null) {
            charge = others.get("PaymentIntent", intent).path("latest_charge").asText();
            if (charge.isEmpty()) {
                charge = others.newId("Charge", "latest charge of " + intent);
            }
        }
        return charge == null || charge.isEmpty() ? null : others.get("Charge", charge);
    }

    private static void reversed(ObjectNode reversal, Asked asked, Others others) {
        ObjectNode transfer = others.get("Transfer", reversal.path("transfer").asText());
        long amount = number(asked, "amount", remainder(transfer, "amount_reversed"));
        reversal.put("amount", amount);
        copy(transfer, reversal, "currency");
        long total = transfer.path("amount_reversed").asLong() + amount;
        transfer.put("amount_reversed", total);
        transfer.put("reversed", total >= transfer.path("amount").asLong());
        others.keep(transfer);
    }

    /** @param taken the field that says how much of it went back already */
    static long remainder(ObjectNode whole, String taken) {
        return whole.path("amount").asLong() - whole.path(taken).asLong();
    }

    private static void copy(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.get(field);
        if (value != null) {
            to.set(field, value);
        }
    }

    private static String tail(ObjectNode object) {
        String id = object.path("id").asText();
        return id.substring(id.lastIndexOf('_') + 1);
    }

    /** The whole number that is asked for under {@code name}. */
    static long number(Asked asked, String name, long otherwise) {
        String text = asked.value(name);
        return text != null && text.matches("[0-9]{1,15}") ? Long.parseLong(text) : otherwise;
    }
}
