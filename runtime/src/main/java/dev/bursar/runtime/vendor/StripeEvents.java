// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's events carry the idempotency key of the request that caused them, for 30 days. Only those are taken that say of one operation, beyond
 * doubt, that it was carried out or failed, with an object that says how much it moved: {@code charge.refunded} has the sum of all refunds
 * of a charge and is none of them. An event may be missing, so its absence proves nothing.
 */
final class StripeEvents implements Lookup {

    /**
     * @param object the kind of object that the operation answers with
     * @param done types of events which show that it was carried out
     * @param failed types of events which show that it moved nothing
     */
    private record Telling(String object, List<String> done, List<String> failed) {}

    private static final Duration KEPT = Duration.ofDays(30);

    /** Clocks may differ by this much, and a request may have been carried out this much later than it was sent. */
    private static final Duration EARLIER = Duration.ofMinutes(10);

    private static final Duration LATER = Duration.ofHours(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Telling CONFIRMED = new Telling(
            "payment_intent",
            List.of(
                    "payment_intent.succeeded",
                    "payment_intent.amount_capturable_updated",
                    "payment_intent.processing",
                    "payment_intent.requires_action"),
            List.of("payment_intent.payment_failed"));

    private static final Map<String, Telling> BY_OPERATION = Map.of(
            "POST /v1/charges",
            new Telling("charge", List.of("charge.succeeded", "charge.pending"), List.of("charge.failed")),
            "POST /v1/charges/{charge}/capture",
            new Telling("charge", List.of("charge.captured"), List.of()),
            "POST /v1/payment_intents",
            CONFIRMED,
            "POST /v1/payment_intents/{payment_intent}/confirm",
            CONFIRMED,
            "POST /v1/payment_intents/{payment_intent}/capture",
            new Telling("payment_intent", List.of("payment_intent.succeeded"), List.of()),
            "POST /v1/refunds",
            new Telling("refund", List.of("refund.created"), List.of()),
            "POST /v1/transfers",
            new Telling("transfer", List.of("transfer.created"), List.of()),
            "POST /v1/payouts",
            new Telling("payout", List.of("payout.created"), List.of()),
            "POST /v1/topups",
            new Telling("topup", List.of("topup.created"), List.of()));

    private final Operation operation;
    private final Telling telling;
    private final String query;

    private StripeEvents(Operation operation, Telling telling, Instant from, Instant to) {
        this.operation = operation;
        this.telling = telling;
        StringBuilder text = new StringBuilder("/v1/events?limit=100");
        text.append("&created%5Bgte%5D=").append(from.minus(EARLIER).getEpochSecond());
        text.append("&created%5Blte%5D=").append(to.plus(LATER).getEpochSecond());
        Stream.concat(telling.done.stream(), telling.failed.stream())
                .forEach(type -> text.append("&types%5B%5D=").append(type));
        this.query = text.toString();
    }

    /** As {@link Vendor#lookup}: {@code null} if no event proves this operation, or those of that time are no longer listed. */
    static @Nullable Lookup lookup(Operation operation, Instant from, Instant to, Instant now) {
        Telling telling = BY_OPERATION.get(operation.text());
        boolean listed = Duration.between(from, now).compareTo(KEPT) < 0;
        return telling == null || !listed ? null : new StripeEvents(operation, telling, from, to);
    }

    @Override
    public String target(@Nullable String after) {
        return after == null ? query : query + "&starting_after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    }

    @Override
    public Page page(Predicate<String> isKey, Parameters parameters, byte[] body) {
        JsonNode page = read(body);
        String last = null;
        String failedRequest = null;
        boolean failed = false;
        for (JsonNode event : page.path("data")) {
            last = StripeResults.id(event.path("id"));
            JsonNode key = event.path("request").path("idempotency_key");
            JsonNode object = event.path("data").path("object");
            if (!key.isTextual()
                    || !isKey.test(key.textValue())
                    || !object.path("object").asText().equals(telling.object)) {
                continue;
            }
            String request = StripeResults.id(event.path("request").path("id"));
            String type = event.path("type").asText();
            if (telling.done.contains(type)) {
                return new Page(
                        new Result.Done(
                                StripeResults.moved(operation, parameters, object),
                                StripeResults.id(object.path("id"))),
                        null,
                        request);
            }
            if (telling.failed.contains(type)) {
                failed = true;
                failedRequest = request;
            }
        }
        boolean more = page.path("has_more").asBoolean(false) && last != null;
        return new Page(
                failed ? new Result.Refused(failureOf(telling.failed.get(0))) : null,
                more ? last : null,
                failedRequest);
    }

    private static String failureOf(String type) {
        return type.replace('.', '_');
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
