// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of one group, checked against the words it may have. */
final class Fields {

    private final Problems problems;
    private final Place place;
    private final boolean empty;
    private final Map<String, Node.Entry> byKey = new HashMap<>();

    /**
     * @param where as a message names the group: {@code a policy}
     * @param notYet words of the language that this version refuses
     */
    Fields(Problems problems, Node.Mapping group, String where, Collection<String> known, Collection<String> notYet) {
        this.problems = problems;
        this.place = group.place();
        this.empty = group.entries().isEmpty();
        for (Node.Entry entry : group.entries()) {
            if (notYet.contains(entry.key())) {
                notYet(entry.place(), entry.key());
            } else if (!known.contains(entry.key())) {
                problems.add(
                        entry.place(),
                        "unknown key " + Words.quoted(entry.key()) + " in " + where
                                + Words.didYouMeanOrChoice(entry.key(), known));
            } else if (entry.value() instanceof Node.Scalar scalar && scalar.isNull()) {
                problems.add(entry.place(), "`" + entry.key() + "` has no value; give it one or take the line out");
            } else {
                byKey.put(entry.key(), entry);
            }
        }
    }

    void notYet(Place at, String what) {
        problems.add(at, Words.quoted(what) + " is not supported yet; take it out");
    }

    Place place() {
        return place;
    }

    /** Whether the group has no keys at all, right or wrong. */
    boolean isEmpty() {
        return empty;
    }

    boolean has(String key) {
        return byKey.containsKey(key);
    }

    /** Where the key stands, or the group if it does not. */
    Place placeOf(String key) {
        Node.Entry entry = byKey.get(key);
        return entry == null ? place : entry.place();
    }

    @Nullable
    Node get(String key) {
        Node.Entry entry = byKey.get(key);
        return entry == null ? null : entry.value();
    }

    Node.@Nullable Scalar scalar(String key, String example) {
        Node node = get(key);
        if (node == null || node instanceof Node.Scalar) {
            return (Node.Scalar) node;
        }
        problems.add(node.place(), "`" + key + "` is one value, such as `" + example + "`; found " + node.shown());
        return null;
    }

    Node.@Nullable Mapping group(String key) {
        Node node = get(key);
        if (node == null || node instanceof Node.Mapping) {
            return (Node.Mapping) node;
        }
        problems.add(node.place(), "`" + key + "` is a group of keys; found " + node.shown());
        return null;
    }

    /** Empty if the key is absent or no list. */
    List<Node> list(String key, String example) {
        Node node = get(key);
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        if (node != null) {
            problems.add(node.place(), "`" + key + "` is a list, such as `[" + example + "]`; found " + node.shown());
        }
        return List.of();
    }

    /** As {@link #list}, of plain values; what is none is told and left out. */
    List<Node.Scalar> scalars(String key, String example) {
        List<Node.Scalar> scalars = new ArrayList<>();
        for (Node node : list(key, example)) {
            if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
                scalars.add(scalar);
            } else {
                problems.add(
                        node.place(),
                        "each item of `" + key + "` is one value, such as `" + example + "`; found " + node.shown());
            }
        }
        return scalars;
    }

    /** One word of a closed choice; {@code absent} if the key is absent or wrong. */
    <T> T word(String key, T absent, T[] choice, Function<T, String> word) {
        List<String> words = new ArrayList<>();
        for (T each : choice) {
            words.add(word.apply(each));
        }
        Node.Scalar scalar = scalar(key, words.get(0));
        if (scalar == null) {
            return absent;
        }
        int index = words.indexOf(scalar.text());
        if (index < 0) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is no value of `" + key + "`" + Words.didYouMeanOrChoice(scalar.text(), words));
            return absent;
        }
        return choice[index];
    }

    boolean flag(String key) {
        return word(key, false, new Boolean[] {true, false}, String::valueOf);
    }
}
