// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the application calls its work, for the journal; it decides nothing. What is not short and plain is left out: whatever else it may be is
 * not for the journal. Immutable.
 */
final class Labels {

    static final Labels NONE = new Labels(new TreeMap<>());

    /** More on one call than this are left out. */
    static final int MOST = 8;

    static final int LONGEST_NAME = 32;
    static final int LONGEST_VALUE = 64;

    private final SortedMap<String, String> values;
    private final @Nullable String text;

    private Labels(SortedMap<String, String> values) {
        this.values = values;
        this.text = values.isEmpty()
                ? null
                : values.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(" "));
    }

    /** With one more; one of the same name gives way. */
    Labels with(String name, String value) {
        boolean full = values.size() >= MOST && !values.containsKey(name);
        if (full || !isName(name) || !isValue(value)) {
            return this;
        }
        SortedMap<String, String> next = new TreeMap<>((Map<String, String>) values);
        next.put(name, value);
        return new Labels(next);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '_'
                                || c == '-'
                                || c == '.');
    }

    private static boolean isValue(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST_VALUE
                && value.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** {@code ticket=T-17 tenant=acme}, by name; {@code null} for none. */
    @Nullable
    String text() {
        return text;
    }

    @Override
    public String toString() {
        return String.valueOf(text);
    }
}
