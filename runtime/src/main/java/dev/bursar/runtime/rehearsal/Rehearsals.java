// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls in Stripe's place. Nothing is sent. What a rehearsal has made it can retrieve, change, list, search and delete; rehearsals do
 * not see each other. Equal calls in equal order have equal ids, in every rehearsal. Memory is bounded, over rehearsals and within each: what is oldest is forgotten and then
 * answered like an object that was made elsewhere, plausibly. Safe for threads.
 */
public final class Rehearsals {

    private static final int MAX_REHEARSALS = 16;

    private static final byte[] PDF =
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                    .getBytes(StandardCharsets.US_ASCII);

    /** Read when the first rehearsal needs it: most processes never rehearse. */
    private static final class Lazy {
        static final Models MODELS = Models.load();
        static final JsonMapper JSON =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    }

    private final InstantSource clock;

    private final LinkedHashMap<String, Store> stores = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Store> eldest) {
            return size() > MAX_REHEARSALS;
        }
    };

    public Rehearsals() {
        this(InstantSource.system());
    }

    /** @param clock what {@code created} says */
    public Rehearsals(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The answer that Stripe might give. Never throws, whatever the parameters.
     *
     * @param rawPath the path of the URL, undecoded, one that {@code operation} matches
     * @param rehearsal the id of the rehearsal in which what is made can be found again
     * @param key the call's idempotency key; {@code null} for none. A key that this rehearsal has used is answered as Stripe does: an equal
     *     call with the first answer, another with an error
     * @param fixture what the policy has this operation answer; {@code null} for nothing in particular
     */
    public Answer answer(
            Operation operation,
            Parameters parameters,
            String rawPath,
            String rehearsal,
            @Nullable String key,
            @Nullable Fixture fixture) {
        Store store;
        synchronized (stores) {
            store = stores.computeIfAbsent(rehearsal, r -> new Store());
        }
        synchronized (store) {
            String fingerprint = MockIds.digest(operation.text() + "\n" + rawPath + "\n" + parameters.values());
            Store.Given given = key == null ? null : store.given(key);
            if (given != null) {
                return given.fingerprint().equals(fingerprint)
                        ? given.answer()
                        : error(
                                "idempotency_error",
                                Problem.invalid(
                                        null,
                                        null,
                                        "Keys for idempotent requests can only be used with the"
                                                + " same parameters they were first used with."));
            }
            Answer answer;
            try {
                answer = fresh(operation, parameters, rawPath, store, fingerprint, fixture);
            } catch (Problem.Found found) {
                answer = error("invalid_request_error", found.problem());
            }
            if (key != null) {
                store.give(key, new Store.Given(fingerprint, answer));
            }
            return answer;
        }
    }

    private Answer fresh(
            Operation operation,
            Parameters parameters,
            String rawPath,
            Store store,
            String fingerprint,
            @Nullable Fixture fixture)
            throws Problem.Found {
        Models.Shape shape = Lazy.MODELS.answer(operation.text());
        if (shape == null) {
            return error(
                    "api_error",
                    new Problem(501, "bursar_cannot_rehearse", null, "`" + operation + "` cannot be rehearsed."));
        }
        if (parameters.unreadable() != null) {
            throw new Problem.Found(
                    Problem.invalid(null, null, "This request cannot be read: " + parameters.unreadable()));
        }
        if (fixture != null && fixture.status() != 200) {
            return json(fixture.status(), scripted(fixture));
        }
        String seed = fingerprint + "\n" + store.ordinal(fingerprint);
        ScriptedFields scripted = fixture == null ? ScriptedFields.NONE : new ScriptedFields(scripted(fixture));
        Stage stage = new Stage(Lazy.MODELS, store, clock.instant(), seed, scripted);
        Asked asked = Asked.of(parameters);
        Checks.input(operation, asked);
        return switch (shape.kind()) {
            case ONE -> json(200, stage.one(operation, rawPath, Lazy.MODELS.model(shape.model()), asked));
            case LIST -> json(200, stage.list(operation, rawPath, Lazy.MODELS.model(shape.model()), asked));
            case SEARCH -> json(200, stage.search(rawPath, Lazy.MODELS.model(shape.model()), asked));
            case PAGE -> json(200, page(stage, operation, rawPath, Lazy.MODELS.model(shape.model()), asked));
            case STREAM -> new Answer(200, List.of(Map.entry("Content-Type", "application/pdf")), PDF.clone());
            case NOTHING ->
                new Answer(200, List.of(Map.entry("Content-Type", "application/json")), new byte[] {'{', '}'});
        };
    }

    private static ObjectNode scripted(Fixture fixture) {
        try {
            return Lazy.JSON.readValue(fixture.body(), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body of a fixture is no JSON object", e);
        }
    }

    private static ObjectNode page(Stage stage, Operation operation, String rawPath, Models.Model model, Asked asked)
            throws Problem.Found {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("data", stage.list(operation, rawPath, model, asked).get("data"));
        page.putNull("next_page_url");
        page.putNull("previous_page_url");
        return page;
    }

    private static Answer error(String type, Problem problem) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("type", type);
        if (problem.code() != null) {
            error.put("code", problem.code());
        }
        if (problem.param() != null) {
            error.put("param", problem.param());
        }
        error.put("message", problem.message());
        return json(problem.status(), body);
    }

    private static Answer json(int status, JsonNode body) {
        byte[] bytes;
        try {
            bytes = Lazy.JSON.writeValueAsString(body).getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree could not be written", e);
        }
        return new Answer(
                status,
                List.of(Map.entry("Content-Type", "application/json"), Map.entry("Stripe-Should-Retry", "false")),
                bytes);
    }
}
