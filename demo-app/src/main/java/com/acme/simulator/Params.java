// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, flat: {@code metadata[order]} is one name. A repeated name keeps its last value, as at
 * Stripe; a repeated {@code expand[]} becomes {@code expand[0]}, {@code expand[1]}.
 */
final class Params {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Params() {}

    /** Query first, then body, so that the body wins. */
    static Params of(@Nullable String rawQuery, String rawBody) throws ApiError {
        Params params = new Params();
        params.parse(rawQuery == null ? "" : rawQuery);
        params.parse(rawBody);
        return params;
    }

    private void parse(String raw) throws ApiError {
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            put(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
    }

    private static String decode(String text) throws ApiError {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("parameter_unknown", "", "the request body is not a form: " + e.getMessage());
        }
    }

    private void put(String name, String value) {
        if (!name.endsWith("[]")) {
            values.put(name, value);
            return;
        }
        String stem = name.substring(0, name.length() - 1);
        int index = 0;
        while (values.containsKey(stem + index + "]")) {
            index++;
        }
        values.put(stem + index + "]", value);
    }

    /** The value, or null if it was not sent or was sent empty. */
    @Nullable
    String text(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String required(String name) throws ApiError {
        String value = text(name);
        if (value == null) {
            throw ApiError.invalid("parameter_missing", name, "Missing required param: " + name + ".");
        }
        return value;
    }

    boolean flag(String name, boolean otherwise) throws ApiError {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiError.invalid("parameter_invalid_boolean", name, "Invalid boolean: " + value);
        };
    }

    /** A whole positive number of the currency's smallest unit, or null if it was not sent. */
    @Nullable
    Long amount(String name) throws ApiError {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?[0-9]{1,18}")) {
            throw ApiError.invalid("parameter_invalid_integer", name, "Invalid integer: " + value);
        }
        long amount = Long.parseLong(value);
        if (amount < 1) {
            throw ApiError.invalid("parameter_invalid_integer", name, "This value must be greater than or equal to 1.");
        }
        if (amount > 99_999_999L) {
            throw ApiError.invalid("amount_too_large", name, "Amount must be no more than 999,999.99.");
        }
        return amount;
    }

    long requiredAmount() throws ApiError {
        required("amount");
        Long amount = amount("amount");
        if (amount == null) {
            throw ApiError.invalid("parameter_missing", "amount", "Missing required param: amount.");
        }
        return amount;
    }

    /** Everything under {@code stem[...]}, one level deep. */
    Map<String, String> under(String stem) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(stem + "[") && name.endsWith("]")) {
                found.put(name.substring(stem.length() + 1, name.length() - 1), value);
            }
        });
        return found;
    }

    Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }

    /** Equal for equal parameters, in whatever order they were sent. */
    String fingerprint() {
        return new TreeMap<>(values).toString();
    }
}
