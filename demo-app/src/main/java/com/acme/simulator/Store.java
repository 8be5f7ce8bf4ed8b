// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The objects of all accounts and the money that moved. Not thread-safe: whoever executes an operation holds this
 * object's monitor from its first read to its last write, so that operations happen one after the other and the sums
 * are exact.
 */
final class Store {
    private record Stored(
            @Nullable String account,
            ObjectNode object,
            String key,
            @Nullable String idempotencyKey) {}

    private final Map<String, Stored> objects = new LinkedHashMap<>();
    private final List<Movement> movements = new ArrayList<>();
    private final Map<String, Long> counters = new HashMap<>();

    /** Ids count upwards, so that a report of one run reads like the report of the next. */
    String newId(String prefix) {
        return prefix + "_sim" + String.format("%06d", counters.merge(prefix, 1L, Long::sum));
    }

    void add(Call call, ObjectNode object) {
        objects.put(
                object.get("id").asText(),
                new Stored(call.account(), object, call.key().name(), call.idempotencyKey()));
    }

    @Nullable
    ObjectNode find(Call call, String kind, String id) {
        Stored stored = objects.get(id);
        if (stored == null
                || !Objects.equals(stored.account, call.account())
                || !stored.object.get("object").asText().equals(kind)) {
            return null;
        }
        return stored.object;
    }

    ObjectNode get(Call call, String kind, String id) throws ApiError {
        ObjectNode found = find(call, kind, id);
        if (found == null) {
            throw ApiError.missing(kind, id);
        }
        return found;
    }

    /** The account's objects of one kind, newest first, as Stripe lists them. */
    List<ObjectNode> list(Call call, String kind, Predicate<ObjectNode> filter) {
        List<ObjectNode> found = new ArrayList<>();
        for (Stored stored : objects.values()) {
            if (Objects.equals(stored.account, call.account())
                    && stored.object.get("object").asText().equals(kind)
                    && filter.test(stored.object)) {
                found.add(stored.object);
            }
        }
        Collections.reverse(found);
        return found;
    }

    void moved(Call call, Movement.Direction direction, long amount, ObjectNode object, @Nullable String customer) {
        movements.add(new Movement(
                direction,
                amount,
                object.get("currency").asText(),
                customer,
                call.key().name(),
                call.account(),
                object.get("id").asText()));
    }

    List<Movement> movements() {
        return List.copyOf(movements);
    }

    /** All objects of one kind, of all accounts, oldest first. */
    List<Made> made(String kind) {
        List<Made> found = new ArrayList<>();
        for (Stored stored : objects.values()) {
            if (stored.object.get("object").asText().equals(kind)) {
                found.add(new Made(
                        kind,
                        stored.object.get("id").asText(),
                        stored.object.path("amount").asLong(),
                        stored.object.path("currency").asText(""),
                        Json.text(stored.object, "customer"),
                        stored.object.path("status").asText(""),
                        stored.key,
                        stored.idempotencyKey,
                        stored.account));
            }
        }
        return found;
    }

    void clear() {
        objects.clear();
        movements.clear();
        counters.clear();
    }
}
