// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.bridge.Answer;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer made here, told in the JDK's ways: header 0 is the status line, a status of 400 or more has no input but an error stream. */
final class Canned {

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(204, "No Content"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Content Too Large"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    private final int status;
    private final List<Map.Entry<@Nullable String, String>> headers = new ArrayList<>();
    private final InputStream body;

    Canned(Answer answer, boolean head) {
        status = answer.status();
        headers.add(entry(null, ("HTTP/1.1 " + status + " " + message()).strip()));
        answer.headers().forEach(header -> headers.add(entry(header.getKey(), header.getValue())));
        if (header("Content-Length") == null) {
            headers.add(entry("Content-Length", Integer.toString(answer.body().length)));
        }
        body = new ByteArrayInputStream(head ? new byte[0] : answer.body());
    }

    private static Map.Entry<@Nullable String, String> entry(@Nullable String name, String value) {
        return new java.util.AbstractMap.SimpleImmutableEntry<>(name, value);
    }

    int status() {
        return status;
    }

    String message() {
        return REASONS.getOrDefault(status, "");
    }

    InputStream input(URL url) throws IOException {
        if (status == 404 || status == 410) {
            throw new FileNotFoundException(url.toString());
        }
        if (status >= 400) {
            throw new IOException("Server returned HTTP response code: " + status + " for URL: " + url);
        }
        return body;
    }

    @Nullable
    InputStream errors() {
        return status >= 400 ? body : null;
    }

    /** The last of this name, as in the JDK. */
    @Nullable
    String header(@Nullable String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            String key = headers.get(i).getKey();
            if (key == null ? name == null : key.equalsIgnoreCase(name)) {
                return headers.get(i).getValue();
            }
        }
        return null;
    }

    @Nullable
    String header(int n) {
        return n < 0 || n >= headers.size() ? null : headers.get(n).getValue();
    }

    @Nullable
    String headerName(int n) {
        return n < 0 || n >= headers.size() ? null : headers.get(n).getKey();
    }

    @SuppressWarnings("NullAway") // the status line has no name, and the JDK keeps it under null
    Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        headers.forEach(header ->
                all.computeIfAbsent(header.getKey(), name -> new ArrayList<>()).add(header.getValue()));
        all.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(all);
    }
}
