// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Parameters;

/** Names in a condition that stand for every index of a list: {@code line_items[*][price]}. */
final class ParameterNames {

    static final String ANY_INDEX = "[*]";

    private ParameterNames() {}

    /** Whether {@code name} is, or is also, a group or a list. */
    static boolean hasNested(String name, Parameters parameters) {
        // '\\' is the character after '['.
        return !parameters.values().subMap(name + "[", name + "\\").isEmpty();
    }

    static boolean anyMatches(String pattern, Parameters parameters) {
        for (String name : parameters.values().keySet()) {
            if (matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    static boolean matches(String pattern, String name) {
        return end(pattern, name) == name.length();
    }

    /** Whether {@code name} is something inside of what {@code pattern} stands for. */
    static boolean matchesNestedIn(String pattern, String name) {
        int end = end(pattern, name);
        return end >= 0 && end < name.length() && name.charAt(end) == '[';
    }

    /** Where in {@code name} the whole of {@code pattern} ends; -1 if it does not fit. An index is one pair of brackets, also an empty one. */
    private static int end(String pattern, String name) {
        int p = 0;
        int n = 0;
        while (p < pattern.length()) {
            if (pattern.startsWith(ANY_INDEX, p)) {
                if (n >= name.length() || name.charAt(n) != '[') {
                    return -1;
                }
                int close = name.indexOf(']', n);
                if (close < 0) {
                    return -1;
                }
                n = close + 1;
                p += ANY_INDEX.length();
            } else if (n < name.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else {
                return -1;
            }
        }
        return n;
    }
}
