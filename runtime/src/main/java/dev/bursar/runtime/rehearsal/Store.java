// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.bridge.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one rehearsal has made so far, in bounded memory: the oldest goes first. Not safe for threads; {@link Rehearsals} holds its lock. */
final class Store {

    private static final int MAX_BYTES = 2 << 20;
    private static final int MAX_ENTRIES = 5_000;

    /**
     * An answer given under an idempotency key.
     *
     * @param fingerprint of the call that it answered
     */
    record Given(String fingerprint, Answer answer) {}

    private record Kept(ObjectNode object, int bytes) {}

    private final LinkedHashMap<String, Kept> objects = new LinkedHashMap<>();
    private final LinkedHashMap<String, Given> given = new LinkedHashMap<>();
    private final Map<String, Integer> ordinals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_ENTRIES;
        }
    };
    private int bytes;
    private int givenBytes;

    /** How many equal calls came before this one. */
    int ordinal(String fingerprint) {
        return ordinals.merge(fingerprint, 1, Integer::sum) - 1;
    }

    @Nullable
    Given given(String key) {
        return given.get(key);
    }

    void give(String key, Given answer) {
        Given before = given.put(key, answer);
        givenBytes += answer.answer().body().length
                - (before == null ? 0 : before.answer().body().length);
        Iterator<Given> oldest = given.values().iterator();
        while ((givenBytes > MAX_BYTES || given.size() > MAX_ENTRIES) && oldest.hasNext()) {
            givenBytes -= oldest.next().answer().body().length;
            oldest.remove();
        }
    }

    @Nullable
    ObjectNode find(String id) {
        Kept kept = objects.get(id);
        return kept == null ? null : kept.object();
    }

    /** Keeps {@code object}; one that is known by {@code id} already keeps its age. */
    void keep(String id, ObjectNode object) {
        Kept kept = new Kept(object, object.toString().length());
        Kept before = objects.put(id, kept);
        bytes += kept.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Kept> oldest = objects.values().iterator();
        while ((bytes > MAX_BYTES || objects.size() > MAX_ENTRIES) && oldest.hasNext()) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /** What is kept of one kind, newest first, without what was deleted. */
    List<ObjectNode> all(String object) {
        List<ObjectNode> found = new ArrayList<>();
        for (Kept kept : objects.values()) {
            ObjectNode node = kept.object();
            if (node.path("object").asText().equals(object)
                    && !node.path("deleted").asBoolean()) {
                found.add(node);
            }
        }
        Collections.reverse(found);
        return found;
    }
}
