// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects parameters under names in Stripe's form notation, within bounds.
 *
 * <p>Only names of the plain shape {@code a}, {@code a[b]}, {@code a[b][]} are taken. Form parsers of Stripe's kind drop stray brackets, so that
 * {@code [amount]} and {@code amount]} both become {@code amount}: a reader that does not know would look for the amount in the wrong place.
 */
final class Flattened {

    private static final int MAX_VALUES = 10_000;
    private static final int MAX_NAME = 1_000;

    private final TreeMap<String, List<String>> values = new TreeMap<>();
    private int count;

    SortedMap<String, List<String>> values() {
        return values;
    }

    void add(String name, String value) throws UnreadableException {
        if (++count > MAX_VALUES) {
            throw new UnreadableException("it has more than " + MAX_VALUES + " parameters");
        }
        if (!isPlain(name)) {
            throw new UnreadableException("a parameter's name is not of the form `name` or `name[part]`");
        }
        values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    }

    private static boolean isPlain(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        int bracket = name.indexOf('[');
        int end = bracket < 0 ? name.length() : bracket;
        if (end == 0) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            if (!plain && c != '-' && c != '.') {
                return false;
            }
        }
        while (end < name.length()) {
            int close = name.indexOf(']', end);
            if (name.charAt(end) != '['
                    || close < 0
                    || name.substring(end + 1, close).indexOf('[') >= 0) {
                return false;
            }
            for (int i = end + 1; i < close; i++) {
                if (Character.isISOControl(name.charAt(i))) {
                    return false;
                }
            }
            end = close + 1;
        }
        return true;
    }

    static String utf8(byte[] bytes, int from, int to) throws UnreadableException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableException("it is not UTF-8");
        }
    }
}
