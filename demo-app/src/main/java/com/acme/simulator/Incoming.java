// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request with its body read to the end, whatever it holds.
 *
 * @param path as sent, without the query
 * @param headers names in lower case
 * @param tooLong whether the body was longer than is kept; it is empty then
 */
record Incoming(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        String body,
        boolean tooLong) {
    private static final int LIMIT = 8 * 1024 * 1024;

    static Incoming read(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(LIMIT + 1);
        boolean tooLong = body.length > LIMIT;
        if (tooLong) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return new Incoming(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                tooLong ? "" : new String(body, StandardCharsets.UTF_8),
                tooLong);
    }

    @Nullable
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** @throws ApiError if the body is not a form */
    Params params() throws ApiError {
        String type = header("content-type");
        boolean form = type == null || type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (tooLong) {
            throw ApiError.invalid("parameter_invalid", "", "the request body is longer than " + LIMIT + " bytes");
        }
        if (!form && !body.isEmpty()) {
            throw ApiError.invalid("parameter_unknown", "", "the request body is not a form but `" + type + "`");
        }
        return Params.of(query, body);
    }
}
