// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.runtime.rehearsal.Models.Model;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a request asks for into the fields of its answer that have the same name, each in the field's own JSON type. What does not fit the
 * type is left out: an answer must always be one that the SDK can read.
 */
final class Echo {

    /** Fields that a request never sets. */
    private static final Set<String> OWN = Set.of("id", "object", "livemode", "created", "deleted", "url", "secret");

    private static final int MAX_DEPTH = 12;

    private final Models models;
    private final Function<Model, String> newId;

    /** @param newId makes the id of an item inside an object */
    Echo(Models models, Function<Model, String> newId) {
        this.models = models;
        this.newId = newId;
    }

    void into(ObjectNode object, Model model, Asked asked) {
        into(object, model, asked, 0);
    }

    private void into(ObjectNode object, Model model, Asked asked, int depth) {
        for (Map.Entry<String, Asked> part : asked.parts().entrySet()) {
            String field = part.getKey();
            String type = model.fields().get(field);
            if (type == null || OWN.contains(field) || depth > MAX_DEPTH) {
                continue;
            }
            if ("".equals(part.getValue().value()) && !type.equals("m")) {
                object.remove(field);
                continue;
            }
            JsonNode value = type.equals("m")
                    ? map(object.path(field), part.getValue())
                    : value(type, part.getValue(), object.path(field), depth);
            if (value != null) {
                object.set(field, field.equals("currency") ? lower(value) : value);
            }
        }
    }

    private @Nullable JsonNode value(String type, Asked asked, JsonNode before, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = asked.value();
        String rest = type.substring(1);
        return switch (type.charAt(0)) {
            case 's' -> text == null ? null : json.textNode(text);
            case 'e' -> text == null || text.isEmpty() ? null : json.textNode(text);
            case 'l' -> text != null && text.matches("-?[0-9]{1,18}") ? json.numberNode(Long.parseLong(text)) : null;
            case 'd' ->
                text != null && text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")
                        ? json.numberNode(new BigDecimal(text))
                        : null;
            case 'b' -> text != null && text.matches("true|false") ? json.booleanNode(text.equals("true")) : null;
            case 'i' -> isInstant(text) ? json.textNode(text) : null;
            case 'm' -> map(before, asked);
            case 'o' -> object(rest, asked, before, depth);
            case 'c' -> asked.parts().isEmpty() ? null : list(rest, asked, depth);
            case 'a' -> asked.parts().isEmpty() ? null : array(rest, asked, depth);
            default -> null;
        };
    }

    private @Nullable JsonNode object(String name, Asked asked, JsonNode before, int depth) {
        Model model = models.model(name);
        ObjectNode object = before instanceof ObjectNode existing ? existing.deepCopy() : plain(model);
        String text = asked.value();
        if (text != null) {
            // An id where the answer has the whole object: `price=price_1`.
            return text.isEmpty() || !"s".equals(model.fields().get("id"))
                    ? null
                    : plain(model).put("id", text);
        }
        into(object, model, asked, depth + 1);
        return object;
    }

    private JsonNode list(String name, Asked asked, int depth) {
        Model model = models.model(name);
        ObjectNode list = emptyList("/v1/" + model.shortName() + "s");
        ArrayNode data = (ArrayNode) list.get("data");
        for (Asked element : asked.elements()) {
            ObjectNode item = plain(model);
            if ("s".equals(model.fields().get("id"))) {
                item.put("id", newId.apply(model));
            }
            into(item, model, element, depth + 1);
            data.add(item);
        }
        return list;
    }

    private JsonNode array(String type, Asked asked, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Asked element : asked.elements()) {
            JsonNode value = value(type, element, JsonNodeFactory.instance.missingNode(), depth + 1);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }

    private static JsonNode map(JsonNode before, Asked asked) {
        ObjectNode map =
                before instanceof ObjectNode existing ? existing.deepCopy() : JsonNodeFactory.instance.objectNode();
        if ("".equals(asked.value())) {
            map.removeAll();
        }
        asked.parts().forEach((key, value) -> {
            String text = value.value();
            if (text == null || text.isEmpty()) {
                map.remove(key);
            } else {
                map.put(key, text);
            }
        });
        return map;
    }

    static ObjectNode emptyList(String url) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("object", "list");
        list.putArray("data");
        list.put("has_more", false);
        list.put("url", url);
        return list;
    }

    private static ObjectNode plain(Model model) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (model.object() != null) {
            object.put("object", model.object());
        }
        return object;
    }

    private static JsonNode lower(JsonNode value) {
        return value.isTextual()
                ? JsonNodeFactory.instance.textNode(value.textValue().toLowerCase(Locale.ROOT))
                : value;
    }

    private static boolean isInstant(@Nullable String text) {
        try {
            return text != null && Instant.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
