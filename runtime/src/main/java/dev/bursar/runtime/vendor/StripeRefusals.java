// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A refusal as Stripe would word it, so that stripe-java raises its own exception. It is told not to try again, and there is no
 * {@code Request-Id}: stripe-java would report a made-up one to Stripe as telemetry.
 */
final class StripeRefusals {

    /** Plain ASCII, so that no text that reaches a message can make writing it fail. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private StripeRefusals() {}

    static Answer answer(Refusal refusal) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("type", type(refusal.status()));
        error.put("code", refusal.code());
        error.put("message", refusal.message());
        if (refusal.rule() != null) {
            error.put("bursar_rule", refusal.rule());
        }
        String text;
        try {
            text = JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts could not be written", e);
        }
        return new Answer(
                refusal.status(),
                List.of(Map.entry("Content-Type", "application/json"), Map.entry("Stripe-Should-Retry", "false")),
                text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String type(int status) {
        return switch (status) {
            case 402 -> "card_error";
            case 409 -> "idempotency_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
