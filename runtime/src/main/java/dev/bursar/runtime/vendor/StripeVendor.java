// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.call.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stripe. */
public final class StripeVendor implements Vendor {

    /** The name under which a policy knows it. */
    public static final String NAME = "stripe";

    private static final List<Origin> ORIGINS = List.of(
            new Origin("https", "api.stripe.com", 443),
            new Origin("https", "files.stripe.com", 443),
            new Origin("https", "connect.stripe.com", 443),
            new Origin("https", "meter-events.stripe.com", 443));

    private static final Set<String> REWORDED = Set.of(
            "description",
            "metadata",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "statement_descriptor_kana",
            "statement_descriptor_kanji",
            "statement_descriptor_suffix_kana",
            "statement_descriptor_suffix_kanji",
            "receipt_email",
            "expand");

    private static final Set<String> TELLING_HEADERS =
            Set.of("content-type", "stripe-version", "stripe-account", "stripe-context");

    /** Who is meant, the surest first: a model that names the customer may well name another card of the same one. */
    private static final List<String> WHOM = List.of(
            "customer",
            "customer_account",
            "charge",
            "payment_intent",
            "payment_method",
            "source",
            "customer_email",
            "destination");

    /** Stripe forgets after 24 hours; an hour is left for clocks and waiting. */
    private static final Duration KEY_MEMORY = Duration.ofHours(23);

    private final StripeCatalogue catalogue = StripeCatalogue.load();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Origin> origins() {
        return ORIGINS;
    }

    @Override
    public Set<Operation> operations() {
        return catalogue.operations();
    }

    @Override
    public @Nullable Operation written(String method, String template) {
        return catalogue.trie().written(method, template);
    }

    @Override
    public @Nullable Set<Operation> permission(String word) {
        return catalogue.permission(word);
    }

    @Override
    public List<String> permissions() {
        return catalogue.permissions();
    }

    @Override
    public @Nullable Operation operation(String method, String rawPath) {
        return catalogue.trie().match(method, rawPath);
    }

    @Override
    public Parameters parameters(
            Operation operation,
            @Nullable String rawQuery,
            @Nullable String contentType,
            byte @Nullable [] body,
            @Nullable String bodyProblem) {
        return StripeParameters.read(operation, rawQuery, contentType, body, bodyProblem);
    }

    @Override
    public Cost cost(Operation operation, Parameters parameters) {
        return StripeCosts.of(operation, parameters);
    }

    @Override
    public @Nullable Money money(long minorUnits, String currency) {
        return StripeCurrencies.money(minorUnits, currency);
    }

    @Override
    public boolean isKeyed(Operation operation) {
        return switch (operation.method()) {
            case "POST" -> true;
            case "DELETE" -> operation.template().startsWith("/v2/");
            default -> false;
        };
    }

    @Override
    public Duration keyMemory() {
        return KEY_MEMORY;
    }

    @Override
    public Set<String> tellingHeaders() {
        return TELLING_HEADERS;
    }

    @Override
    public @Nullable Lookup lookup(Operation operation, Instant from, Instant to, Instant now) {
        return StripeEvents.lookup(operation, from, to, now);
    }

    @Override
    public Set<String> reworded() {
        return REWORDED;
    }

    @Override
    public @Nullable String whom(Operation operation, String rawPath, Parameters parameters) {
        if (operation.template().indexOf('{') >= 0) {
            return rawPath;
        }
        for (String name : WHOM) {
            if (parameters.hasAny(name)) {
                // What is nested in it stands right behind it, and ends before the next bracket would.
                return parameters.values().subMap(name, name + "\\").entrySet().stream()
                        .filter(entry ->
                                entry.getKey().equals(name) || entry.getKey().startsWith(name + "["))
                        .toList()
                        .toString();
            }
        }
        return null;
    }

    @Override
    public @Nullable String subject(Operation operation, String rawPath, Parameters parameters) {
        return StripeSubjects.of(operation, rawPath, parameters);
    }

    @Override
    public Result result(Operation operation, Parameters parameters, int status, byte[] body, boolean whole) {
        return StripeResults.of(operation, parameters, status, body, whole);
    }

    @Override
    public @Nullable String requestId(Map<String, String> headers) {
        return headers.get("request-id");
    }

    @Override
    public @Nullable String presentedKey(Map<String, String> headers) {
        String authorization = headers.get("authorization");
        if (authorization == null) {
            return null;
        }
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String scheme = authorization.substring(0, space);
        String credentials = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return credentials.isEmpty() ? null : credentials;
        }
        return scheme.equalsIgnoreCase("Basic") ? user(credentials) : null;
    }

    private static @Nullable String user(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            String user = colon < 0 ? pair : pair.substring(0, colon);
            return user.isEmpty() ? null : user;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** An account of v1 or a context of v2. Where a request names both and they differ, both, which is no account that a policy can name. */
    @Override
    public @Nullable String account(Map<String, String> headers) {
        String account = headers.get("stripe-account");
        String context = headers.get("stripe-context");
        if (account == null || context == null || account.equals(context)) {
            return account == null ? context : account;
        }
        return account + ", " + context;
    }

    @Override
    public Map<String, String> accountHeaders(@Nullable String account) {
        return account == null ? Map.of() : Map.of("Stripe-Account", account);
    }

    @Override
    public Map.Entry<String, String> authorization(String key) {
        return Map.entry("Authorization", "Bearer " + key);
    }

    @Override
    public String keyHeader() {
        return "Idempotency-Key";
    }

    @Override
    public Answer refusal(Refusal refusal) {
        return StripeRefusals.answer(refusal);
    }
}
