// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.rehearsal.Models.Model;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One call inside one run: makes, finds, changes and lists the run's objects. */
final class Stage implements Lifecycle.Others {

    /** What a charge or intent is over that was made elsewhere: something has to be. */
    private static final long AMOUNT_ELSEWHERE = 1_000;

    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;

    private final Models models;
    private final RehearsedRun run;
    private final Instant now;
    private final String seed;
    private final Echo echo;
    private int made;

    /** @param seed of every id that this call makes */
    Stage(Models models, RehearsedRun run, Instant now, String seed) {
        this.models = models;
        this.run = run;
        this.now = now;
        this.seed = seed;
        this.echo = new Echo(models, model -> MockIds.of(model, seed + "\n" + ++made));
    }

    /** The answer of an operation that answers with one object. */
    ObjectNode one(Operation operation, String rawPath, Model model, Asked asked) {
        List<String> template = List.of(operation.template().substring(1).split("/", -1));
        List<String> path = List.of(rawPath.substring(1).split("/", -1));
        int last = template.size() - 1;
        boolean endsInId = isVariable(template.get(last));
        boolean isAction = !endsInId && template.get(last - 1).equals("{" + model.shortName() + "}");
        String id = endsInId ? decode(path.get(last)) : isAction ? decode(path.get(last - 1)) : null;
        ObjectNode answer = switch (operation.method()) {
            case "GET" -> found(model, id, rawPath);
            case "DELETE" -> deleted(model, id, rawPath, asked);
            default ->
                id == null
                        ? created(model, rawPath, asked, ids(template, path))
                        : changed(model, id, isAction ? template.get(last) : null, asked);
        };
        return answer;
    }

    private ObjectNode created(Model model, String rawPath, Asked asked, Map<String, String> ids) {
        String own = asked.value("id");
        String id = own != null && own.matches("[A-Za-z0-9_.-]{1,200}") ? own : MockIds.of(model, seed);
        // Settings have no id: there is one of them at each path, and posting changes it.
        ObjectNode settings = model.has("id") ? null : run.find(rawPath);
        ObjectNode object = settings == null ? Defaults.of(model, id, now) : settings.deepCopy();
        ids.forEach((field, value) -> {
            String type = model.fields().get(field);
            if (type != null && (type.equals("s") || type.startsWith("e"))) {
                object.put(field, value);
            }
        });
        echo.into(object, model, asked);
        Lifecycle.made(object, asked, this);
        run.keep(model.has("id") ? id : rawPath, object);
        return object;
    }

    private ObjectNode changed(Model model, String id, @Nullable String verb, Asked asked) {
        ObjectNode object = found(model, id, id).deepCopy();
        echo.into(object, model, asked);
        if (verb == null) {
            Lifecycle.changed(object, asked, this);
        } else {
            Lifecycle.acted(object, model.fields(), verb, asked, this);
        }
        run.keep(id, object);
        return object;
    }

    private ObjectNode found(Model model, @Nullable String id, String rawPath) {
        String key = id == null ? rawPath : id;
        ObjectNode object = run.find(key);
        if (object != null
                && (model.object() == null
                        || model.object().equals(object.path("object").asText()))) {
            return object;
        }
        ObjectNode elsewhere = Defaults.of(model, id == null ? MockIds.of(model, rawPath) : id, now);
        String kind = elsewhere.path("object").asText();
        if (kind.equals("charge") || kind.equals("payment_intent")) {
            elsewhere.put("amount", AMOUNT_ELSEWHERE);
            Lifecycle.made(elsewhere, new Asked(), this);
        }
        if (object == null) {
            run.keep(key, elsewhere);
        }
        return elsewhere;
    }

    private ObjectNode deleted(Model model, @Nullable String id, String rawPath, Asked asked) {
        if (id != null && !model.has("deleted") && model.has("status")) {
            return changed(model, id, "cancel", asked);
        }
        ObjectNode gone = JsonNodeFactory.instance.objectNode();
        if (model.has("id")) {
            gone.put("id", id == null ? MockIds.of(model, seed) : id);
        }
        if (model.object() != null) {
            gone.put("object", model.object());
        }
        if (model.has("deleted")) {
            gone.put("deleted", true);
        }
        ObjectNode before = run.find(id == null ? rawPath : id);
        ObjectNode tombstone = gone.deepCopy();
        tombstone.put("deleted", true);
        if (before != null && model.object() != null) {
            tombstone.put("object", before.path("object").asText(model.object()));
        }
        run.keep(id == null ? rawPath : id, tombstone);
        return gone;
    }

    /** What the run has made of {@code model}, newest first, as far as it has the values asked for. */
    ObjectNode list(Operation operation, String rawPath, Model model, Asked asked) {
        List<String> template = List.of(operation.template().substring(1).split("/", -1));
        Map<String, String> wanted =
                new TreeMap<>(ids(template, List.of(rawPath.substring(1).split("/", -1))));
        asked.parts().forEach((name, part) -> {
            String value = part.value();
            if (value != null) {
                wanted.put(name, value);
            }
        });
        ObjectNode list = Echo.emptyList(rawPath);
        ArrayNode data = (ArrayNode) list.get("data");
        String after = asked.value("starting_after");
        boolean begun = after == null;
        for (ObjectNode object : model.object() == null ? List.<ObjectNode>of() : run.all(model.object())) {
            if (!begun) {
                begun = object.path("id").asText().equals(after);
            } else if (matches(object, model, wanted)) {
                if (data.size() == limit(asked)) {
                    list.put("has_more", true);
                    break;
                }
                data.add(object);
            }
        }
        return list;
    }

    private static boolean matches(ObjectNode object, Model model, Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(want -> {
            JsonNode value = object.path(want.getKey());
            return !model.has(want.getKey())
                    || value.isContainerNode()
                    || value.asText("").equals(want.getValue());
        });
    }

    private static int limit(Asked asked) {
        String limit = asked.value("limit");
        return limit != null && limit.matches("[0-9]{1,3}")
                ? Math.max(1, Math.min(MAX_LIMIT, Integer.parseInt(limit)))
                : DEFAULT_LIMIT;
    }

    /** The variable parts of a path by their names, which are also the names of fields that refer to them. */
    private static Map<String, String> ids(List<String> template, List<String> path) {
        Map<String, String> ids = new TreeMap<>();
        for (int i = 0; i < template.size() && i < path.size(); i++) {
            String segment = template.get(i);
            if (isVariable(segment)) {
                ids.put(segment.substring(1, segment.length() - 1), decode(path.get(i)));
            }
        }
        return ids;
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public ObjectNode get(String model, String id) {
        return found(models.model(model), id, id).deepCopy();
    }

    @Override
    public void keep(ObjectNode object) {
        run.keep(object.path("id").asText(), object);
    }

    @Override
    public String newId(String model, String of) {
        return MockIds.of(models.model(model), of);
    }
}
