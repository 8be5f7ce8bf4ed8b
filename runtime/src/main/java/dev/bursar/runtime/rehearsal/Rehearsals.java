// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls in Stripe's place. Nothing is sent. What a run has made it can retrieve, change, list and delete; runs do not see each other.
 * Equal calls in equal order have equal ids, in every run. Memory is bounded, over runs and within each: what is oldest is forgotten and then
 * answered like an object that was made elsewhere, plausibly. Safe for threads.
 */
public final class Rehearsals {

    private static final int MAX_RUNS = 64;

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

    private final LinkedHashMap<String, RehearsedRun> runs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RehearsedRun> eldest) {
            return size() > MAX_RUNS;
        }
    };

    public Rehearsals() {
        this(InstantSource.system());
    }

    /** @param clock what {@code created} says */
    public Rehearsals(InstantSource clock) {
        this.clock = clock;
    }

    /** As {@link #answer(Operation, Parameters, String, String, String)} for a call without an idempotency key. */
    public Answer answer(Operation operation, Parameters parameters, String rawPath, String run) {
        return answer(operation, parameters, rawPath, run, null);
    }

    /**
     * The answer that Stripe might give. Never throws, whatever the parameters.
     *
     * @param rawPath the path of the URL, undecoded, one that {@code operation} matches
     * @param run the id of the run in which what is made can be found again
     * @param key the call's idempotency key; {@code null} for none. A key that this run has used is answered as Stripe does: an equal call
     *     with the first answer, another with an error
     */
    public Answer answer(Operation operation, Parameters parameters, String rawPath, String run, @Nullable String key) {
        RehearsedRun rehearsed;
        synchronized (runs) {
            rehearsed = runs.computeIfAbsent(run, r -> new RehearsedRun());
        }
        synchronized (rehearsed) {
            String fingerprint = MockIds.digest(operation.text() + "\n" + rawPath + "\n" + parameters.values());
            RehearsedRun.Given given = key == null ? null : rehearsed.given(key);
            if (given != null) {
                return given.fingerprint().equals(fingerprint)
                        ? given.answer()
                        : error(
                                400,
                                "idempotency_error",
                                null,
                                null,
                                "Keys for idempotent requests can only be used with the"
                                        + " same parameters they were first used with.");
            }
            Answer answer = fresh(operation, parameters, rawPath, rehearsed, fingerprint);
            if (key != null) {
                rehearsed.give(key, new RehearsedRun.Given(fingerprint, answer));
            }
            return answer;
        }
    }

    /** Forgets what {@code run} has made. */
    public void runClosed(String run) {
        synchronized (runs) {
            runs.remove(run);
        }
    }

    private Answer fresh(
            Operation operation, Parameters parameters, String rawPath, RehearsedRun run, String fingerprint) {
        Models.Shape shape = Lazy.MODELS.answer(operation.text());
        if (shape == null) {
            return error(501, "api_error", "bursar_cannot_rehearse", null, "`" + operation + "` cannot be rehearsed.");
        }
        if (parameters.unreadable() != null) {
            return error(
                    400,
                    "invalid_request_error",
                    null,
                    null,
                    "This request cannot be read: " + parameters.unreadable());
        }
        String seed = fingerprint + "\n" + run.ordinal(fingerprint);
        Stage stage = new Stage(Lazy.MODELS, run, clock.instant(), seed);
        Asked asked = Asked.of(parameters);
        Checks.Problem problem = Checks.of(operation, asked, stage);
        if (problem != null) {
            return error(400, "invalid_request_error", problem.code(), problem.param(), problem.message());
        }
        return switch (shape.kind()) {
            case ONE -> json(200, stage.one(operation, rawPath, Lazy.MODELS.model(shape.model()), asked));
            case LIST -> json(200, stage.list(operation, rawPath, Lazy.MODELS.model(shape.model()), asked));
            case SEARCH -> json(200, search(operation));
            case PAGE -> json(200, page(stage, operation, rawPath, Lazy.MODELS.model(shape.model()), asked));
            case STREAM -> new Answer(200, List.of(Map.entry("Content-Type", "application/pdf")), PDF.clone());
            case NOTHING ->
                new Answer(200, List.of(Map.entry("Content-Type", "application/json")), new byte[] {'{', '}'});
        };
    }

    /** Stripe's search lags behind what was just made, and so finds nothing here. */
    private static ObjectNode search(Operation operation) {
        ObjectNode result = Echo.emptyList(operation.template());
        result.put("object", "search_result");
        result.putNull("next_page");
        return result;
    }

    private static ObjectNode page(Stage stage, Operation operation, String rawPath, Models.Model model, Asked asked) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("data", stage.list(operation, rawPath, model, asked).get("data"));
        page.putNull("next_page_url");
        page.putNull("previous_page_url");
        return page;
    }

    private static Answer error(
            int status, String type, @Nullable String code, @Nullable String param, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("type", type);
        if (code != null) {
            error.put("code", code);
        }
        if (param != null) {
            error.put("param", param);
        }
        error.put("message", message);
        return json(status, body);
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
