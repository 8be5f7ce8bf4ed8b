// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events: what happened to an object, with a copy of it as it was then, and the idempotency key of the request that did it. */
final class Events {
    private Events() {}

    /** Something has just happened to {@code object}. */
    static void happened(Call call, Store store, String type, ObjectNode object) {
        ObjectNode event = Json.object("event", store.newId("evt"));
        event.remove("metadata");
        event.put("type", type);
        event.putObject("data").set("object", object.deepCopy());
        event.putObject("request").put("id", store.newId("req_evt")).put("idempotency_key", call.idempotencyKey());
        store.add(call, event);
    }

    static ObjectNode list(Call call, Store store) throws ApiError {
        Long from = time(call, "created[gte]");
        Long to = time(call, "created[lte]");
        String one = call.params().text("type");
        List<String> types = List.copyOf(call.params().under("types").values());
        if (one != null && !types.isEmpty()) {
            throw ApiError.invalid("parameter_invalid", "types", "You may pass either type or types, but not both.");
        }
        if (types.size() > 20) {
            throw ApiError.invalid("parameter_invalid", "types", "You may pass up to 20 types.");
        }
        return Json.page(
                call,
                store.list(
                        call,
                        "event",
                        each -> isBetween(each.get("created").asLong(), from, to)
                                && Json.is(each, "type", one)
                                && (types.isEmpty()
                                        || types.contains(each.get("type").asText()))));
    }

    private static @Nullable Long time(Call call, String name) throws ApiError {
        String value = call.params().text(name);
        if (value != null && !value.matches("[0-9]{1,12}")) {
            throw ApiError.invalid("parameter_invalid_integer", name, "Invalid timestamp: " + value);
        }
        return value == null ? null : Long.valueOf(value);
    }

    private static boolean isBetween(long created, @Nullable Long from, @Nullable Long to) {
        return (from == null || created >= from) && (to == null || created <= to);
    }

    static ObjectNode retrieve(Call call, Store store) throws ApiError {
        return store.get(call, "event", call.id());
    }
}
