// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for: every parameter of its query and body, flattened to names in Stripe's form notation
 * ({@code transfer_data[destination]}, {@code items[0][price]}), each with its values in order. Immutable.
 *
 * @param values by name, in the order of names
 * @param unreadable why the body could not be read, {@code null} if it was read whole; the values are then of the query alone
 */
public record Parameters(
        SortedMap<String, List<String>> values, @Nullable String unreadable) {

    public static final Parameters NONE = of(Map.of());

    public Parameters {
        TreeMap<String, List<String>> copy = new TreeMap<>();
        values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        values = Collections.unmodifiableSortedMap(copy);
    }

    public static Parameters of(Map<String, List<String>> values) {
        return new Parameters(new TreeMap<>(values), null);
    }

    /** The one value of {@code name}; {@code null} if it is absent. A repeated name is ambiguous: see {@link #isRepeated}. */
    public @Nullable String value(String name) {
        List<String> list = values.get(name);
        return list == null ? null : list.get(0);
    }

    public boolean isRepeated(String name) {
        List<String> list = values.get(name);
        return list != null && list.size() > 1;
    }

    /** Whether {@code name} or anything nested in it is present: {@code transfer_data} is in {@code transfer_data[destination]}. */
    public boolean hasAny(String name) {
        SortedMap<String, List<String>> tail = values.tailMap(name);
        return !tail.isEmpty()
                && (tail.firstKey().equals(name)
                        || !values.subMap(name + "[", name + "\\").isEmpty());
    }

    /** These and {@code more}; of a name in both, the values of both. */
    public Parameters with(Map<String, List<String>> more) {
        TreeMap<String, List<String>> all = new TreeMap<>(values);
        more.forEach((name, list) -> all.merge(name, list, (a, b) -> {
            List<String> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }));
        return new Parameters(all, unreadable);
    }

    /** Names only: values may be personal. */
    @Override
    public String toString() {
        return "Parameters" + values.keySet();
    }
}
