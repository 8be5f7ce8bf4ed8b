// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts that all of Stripe's objects share. */
final class Json {
    private Json() {}

    static ObjectNode object(String kind, String id) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", id);
        node.put("object", kind);
        node.put("created", Instant.now().getEpochSecond());
        node.put("livemode", false);
        node.set("metadata", JsonNodeFactory.instance.objectNode());
        return node;
    }

    /** Merges as Stripe does: an empty value takes the entry away. */
    static void metadata(ObjectNode node, Params params) {
        ObjectNode metadata = (ObjectNode) node.get("metadata");
        for (Map.Entry<String, String> entry : params.under("metadata").entrySet()) {
            if (entry.getValue().isEmpty()) {
                metadata.remove(entry.getKey());
            } else {
                metadata.put(entry.getKey(), entry.getValue());
            }
        }
    }

    static void copy(ObjectNode node, Params params, String... names) {
        for (String name : names) {
            if (params.all().containsKey(name)) {
                node.put(name, params.text(name));
            } else if (!node.has(name)) {
                node.putNull(name);
            }
        }
    }

    static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    static boolean is(JsonNode node, String field, @Nullable String wanted) {
        return wanted == null || wanted.equals(text(node, field));
    }

    /** One page of a list, newest first. */
    static ObjectNode page(Call call, List<ObjectNode> all) throws ApiError {
        Long asked = call.params().amount("limit");
        long limit = Math.min(asked == null ? 10 : asked, 100);
        String after = call.params().text("starting_after");
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        boolean started = after == null;
        boolean more = false;
        for (ObjectNode each : all) {
            if (started && data.size() == limit) {
                more = true;
                break;
            }
            if (started) {
                data.add(each.deepCopy());
            }
            started = started || each.get("id").asText().equals(after);
        }
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("object", "list");
        page.put("url", call.path());
        page.put("has_more", more);
        page.set("data", data);
        return page;
    }
}
