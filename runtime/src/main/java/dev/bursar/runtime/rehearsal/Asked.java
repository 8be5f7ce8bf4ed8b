// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import dev.bursar.runtime.call.Parameters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parameters as a tree: {@code shipping[address][city]} is three levels deep. A name that repeats has its last value. */
final class Asked {

    private @Nullable String value;

    /** Numbers in the order of numbers, so that the items of a list keep theirs. */
    private final TreeMap<String, Asked> parts = new TreeMap<>((a, b) -> {
        boolean numbers = a.matches("[0-9]{1,9}") && b.matches("[0-9]{1,9}");
        return numbers ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b)) : a.compareTo(b);
    });

    static Asked of(Parameters parameters) {
        Asked root = new Asked();
        parameters.values().forEach((name, values) -> {
            int bracket = name.indexOf('[');
            Asked node = root.part(bracket < 0 ? name : name.substring(0, bracket));
            boolean isArray = false;
            while (bracket >= 0) {
                int close = name.indexOf(']', bracket);
                String inner = name.substring(bracket + 1, close < 0 ? name.length() : close);
                bracket = close < 0 ? -1 : name.indexOf('[', close);
                if (inner.isEmpty() && bracket < 0) {
                    isArray = true;
                } else {
                    node = node.part(inner.isEmpty() ? "0" : inner);
                }
            }
            node.take(values, isArray);
        });
        return root;
    }

    private Asked part(String name) {
        return parts.computeIfAbsent(name, n -> new Asked());
    }

    private void take(List<String> values, boolean isArray) {
        if (!isArray) {
            value = values.get(values.size() - 1);
            return;
        }
        for (String element : values) {
            part(Integer.toString(parts.size())).value = element;
        }
    }

    @Nullable
    String value() {
        return value;
    }

    /** The value at {@code names}, one below the other; {@code null} if there is none. */
    @Nullable
    String value(String... names) {
        Asked node = this;
        for (String name : names) {
            node = node.parts.get(name);
            if (node == null) {
                return null;
            }
        }
        return node.value;
    }

    Map<String, Asked> parts() {
        return parts;
    }

    Collection<Asked> elements() {
        return parts.values();
    }
}
