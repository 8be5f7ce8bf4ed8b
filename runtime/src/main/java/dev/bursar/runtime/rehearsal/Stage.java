// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

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

/** One call inside one rehearsal: makes, finds, changes and lists its objects. */
final class Stage implements Lifecycle.Others {

    /** What a charge or intent is over that was made elsewhere: something has to be. */
    private static final long AMOUNT_ELSEWHERE = 1_000;

    private final Models models;
    private final Store store;
    private final Instant now;
    private final String seed;
    private final ScriptedFields scripted;
    private final Echo echo;
    private int made;

    /**
     * @param seed of every id that this call makes
     * @param scripted what the policy has this call answer
     */
    Stage(Models models, Store store, Instant now, String seed, ScriptedFields scripted) {
        this.models = models;
        this.store = store;
        this.now = now;
        this.seed = seed;
        this.scripted = scripted;
        this.echo = new Echo(models, model -> MockIds.of(model, seed + "\n" + ++made));
    }

    /** The answer of an operation that answers with one object. */
    ObjectNode one(Operation operation, String rawPath, Model model, Asked asked) throws Problem.Found {
        List<String> template = segments(operation.template());
        List<String> path = segments(rawPath);
        int last = template.size() - 1;
        boolean endsInId = isVariable(template.get(last));
        boolean isAction = !endsInId && template.get(last - 1).equals("{" + model.shortName() + "}");
        String id = endsInId ? decode(path.get(last)) : isAction ? decode(path.get(last - 1)) : null;
        return switch (operation.method()) {
            case "GET" -> retrieved(model, id, rawPath, asked);
            case "DELETE" -> deleted(model, id, rawPath, asked);
            default ->
                id == null
                        ? created(model, rawPath, asked, ids(template, path))
                        : changed(model, id, isAction ? template.get(last) : null, asked);
        };
    }

    private ObjectNode created(Model model, String rawPath, Asked asked, Map<String, String> ids) throws Problem.Found {
        if ("refund".equals(model.object())) {
            Checks.refund(asked, this);
        } else if ("transfer_reversal".equals(model.object())) {
            String transfer = ids.getOrDefault("transfer", ids.getOrDefault("id", ""));
            ids = new TreeMap<>(ids);
            ids.put("transfer", transfer);
            Checks.reversal(asked, get("Transfer", transfer));
        }
        String own = asked.value("id");
        String id = own != null && own.matches("[A-Za-z0-9_.-]{1,200}") ? own : MockIds.of(model, seed);
        // Settings have no id: there is one of them at each path, and posting changes it.
        ObjectNode settings = model.has("id") ? null : store.find(rawPath);
        ObjectNode object = settings == null ? Defaults.of(model, id, now) : settings.deepCopy();
        scripted.onto(object, asked, true);
        ids.forEach((field, value) -> {
            String type = model.fields().get(field);
            if (type != null && (type.equals("s") || type.startsWith("e"))) {
                object.put(field, value);
            }
        });
        echo.into(object, model, asked);
        Lifecycle.made(object, asked, this);
        scripted.onto(object, asked, true);
        store.keep(model.has("id") ? id : rawPath, object);
        return object;
    }

    private ObjectNode changed(Model model, String id, @Nullable String verb, Asked asked) throws Problem.Found {
        ObjectNode known = known(model, id);
        if (known != null) {
            Checks.action(known, verb, asked);
        }
        ObjectNode object = (known == null ? elsewhere(model, id, id, asked) : known).deepCopy();
        echo.into(object, model, asked);
        if (verb == null) {
            Lifecycle.changed(object, asked, this);
        } else {
            Lifecycle.acted(object, model.fields(), verb, asked, this, now);
        }
        scripted.onto(object, asked, false);
        store.keep(id, object);
        return object;
    }

    private ObjectNode retrieved(Model model, @Nullable String id, String rawPath, Asked asked) {
        String key = id == null ? rawPath : id;
        ObjectNode known = known(model, key);
        if (known == null) {
            return elsewhere(model, id, key, asked);
        }
        if (scripted.isEmpty() || known.path("deleted").asBoolean()) {
            return known;
        }
        ObjectNode object = known.deepCopy();
        scripted.onto(object, asked, false);
        store.keep(key, object);
        return object;
    }

    private @Nullable ObjectNode known(Model model, String key) {
        ObjectNode object = store.find(key);
        boolean isOfKind = object != null
                && (model.object() == null
                        || model.object().equals(object.path("object").asText()));
        return isOfKind ? object : null;
    }

    /** One that the rehearsal has not made, or no longer knows: something plausible, which from now on it knows. */
    private ObjectNode elsewhere(Model model, @Nullable String id, String key, Asked asked) {
        return elsewhere(model, id, key, asked, scripted);
    }

    private ObjectNode elsewhere(Model model, @Nullable String id, String key, Asked asked, ScriptedFields over) {
        ObjectNode object = Defaults.of(model, id == null ? MockIds.of(model, key) : id, now);
        String kind = object.path("object").asText();
        if (kind.equals("charge") || kind.equals("payment_intent") || kind.equals("transfer")) {
            object.put("amount", AMOUNT_ELSEWHERE);
            over.onto(object, asked, true);
            Lifecycle.made(object, new Asked(), this);
        }
        over.onto(object, asked, true);
        if (store.find(key) == null) {
            store.keep(key, object);
        }
        return object;
    }

    private ObjectNode deleted(Model model, @Nullable String id, String rawPath, Asked asked) throws Problem.Found {
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
        ObjectNode before = store.find(id == null ? rawPath : id);
        ObjectNode tombstone = gone.deepCopy();
        tombstone.put("deleted", true);
        if (before != null && model.object() != null) {
            tombstone.put("object", before.path("object").asText(model.object()));
        }
        store.keep(id == null ? rawPath : id, tombstone);
        return gone;
    }

    /** What the rehearsal has made of {@code model}, newest first, as far as it has the values asked for. */
    ObjectNode list(Operation operation, String rawPath, Model model, Asked asked) throws Problem.Found {
        Map<String, String> ids = ids(segments(operation.template()), segments(rawPath));
        return scripted.over(Listing.of(all(model), rawPath, model, ids, asked));
    }

    /** What a search finds among it. */
    ObjectNode search(String rawPath, Model model, Asked asked) throws Problem.Found {
        return scripted.over(Search.page(all(model), rawPath, model, asked));
    }

    private List<ObjectNode> all(Model model) {
        return model.object() == null ? List.of() : store.all(model.object());
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
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
        Model of = models.model(model);
        ObjectNode known = known(of, id);
        return (known == null ? elsewhere(of, id, id, new Asked(), ScriptedFields.NONE) : known).deepCopy();
    }

    @Override
    public void keep(ObjectNode object) {
        store.keep(object.path("id").asText(), object);
    }

    @Override
    public String newId(String model, String of) {
        return MockIds.of(models.model(model), of);
    }
}
