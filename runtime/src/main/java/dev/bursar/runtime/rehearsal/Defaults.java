// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.runtime.rehearsal.Models.Model;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What a new object has before anything was asked of it: enough that code which reads it the usual way finds no null to trip over. */
final class Defaults {

    private static final Map<String, String> FIRST_STATUS = Map.ofEntries(
            Map.entry("charge", "succeeded"),
            Map.entry("checkout.session", "open"),
            Map.entry("credit_note", "issued"),
            Map.entry("customer_session", "active"),
            Map.entry("dispute", "needs_response"),
            Map.entry("file_link", "active"),
            Map.entry("identity.verification_session", "requires_input"),
            Map.entry("invoice", "draft"),
            Map.entry("issuing.card", "active"),
            Map.entry("issuing.cardholder", "active"),
            Map.entry("payment_intent", "requires_payment_method"),
            Map.entry("payout", "pending"),
            Map.entry("quote", "draft"),
            Map.entry("refund", "succeeded"),
            Map.entry("reporting.report_run", "pending"),
            Map.entry("setup_intent", "requires_payment_method"),
            Map.entry("source", "chargeable"),
            Map.entry("subscription", "active"),
            Map.entry("subscription_schedule", "active"),
            Map.entry("test_helpers.test_clock", "ready"),
            Map.entry("topup", "pending"),
            Map.entry("treasury.inbound_transfer", "processing"),
            Map.entry("treasury.outbound_payment", "processing"),
            Map.entry("treasury.outbound_transfer", "processing"),
            Map.entry("v2.core.event_destination", "enabled"),
            Map.entry("webhook_endpoint", "enabled"));

    private static final Set<String> TRUE_AT_FIRST =
            Set.of("active", "valid", "charges_enabled", "payouts_enabled", "details_submitted");

    private Defaults() {}

    static ObjectNode of(Model model, String id, Instant now) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        model.fields().forEach((field, type) -> field(object, model, field, type, now));
        if (model.has("id")) {
            object.put("id", id);
        }
        if (model.object() != null) {
            object.put("object", model.object());
        }
        return object;
    }

    private static void field(ObjectNode object, Model model, String field, String type, Instant now) {
        switch (type.charAt(0)) {
            case 'b' -> {
                if (!field.equals("deleted")) {
                    object.put(field, TRUE_AT_FIRST.contains(field));
                }
            }
            case 'l' -> {
                if (field.equals("created")) {
                    object.put(field, now.getEpochSecond());
                } else if (isSum(field)) {
                    object.put(field, 0);
                }
            }
            case 'i' -> {
                if (field.equals("created")) {
                    object.put(field, now.toString());
                }
            }
            case 's' -> {
                String status = FIRST_STATUS.get(model.object() == null ? "" : model.object());
                if (field.equals("currency")) {
                    object.put(field, "usd");
                } else if (field.equals("status") && status != null) {
                    object.put(field, status);
                }
            }
            case 'm' -> object.putObject(field);
            case 'a' -> object.putArray(field);
            case 'c' -> object.set(field, Echo.emptyList("/v1/" + model.shortName() + "s"));
            default -> {}
        }
    }

    /** Whether a field says how much money, of the fields that every kind of object shares. */
    static boolean isSum(String field) {
        return field.equals("amount")
                || field.startsWith("amount_")
                || field.endsWith("_amount")
                || field.equals("balance")
                || field.equals("total")
                || field.equals("subtotal");
    }
}
