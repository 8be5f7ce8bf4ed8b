// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.bridge.GovernedCall;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers that the application set, all of them: the JDK's connection, which checks and sends them, does not show
 * {@code Authorization} again.
 */
final class RequestHeaders {

    private final HttpURLConnection raw;
    private final List<Map.Entry<String, String>> all = new ArrayList<>();

    RequestHeaders(HttpURLConnection raw) {
        this.raw = raw;
    }

    void set(@Nullable String name, @Nullable String value) {
        raw.setRequestProperty(name, value);
        if (name != null) {
            all.removeIf(header -> header.getKey().equalsIgnoreCase(name));
            record(name, value);
        }
    }

    void add(@Nullable String name, @Nullable String value) {
        raw.addRequestProperty(name, value);
        if (name != null) {
            record(name, value);
        }
    }

    private void record(String name, @Nullable String value) {
        boolean kept = name.equalsIgnoreCase("Authorization")
                || name.equalsIgnoreCase("Proxy-Authorization")
                || raw.getRequestProperty(name) != null;
        if (kept) {
            all.add(Map.entry(name, value == null ? "" : value));
        }
    }

    /** As the JDK would answer, which knows no mark but one that the application set. */
    @Nullable
    String get(@Nullable String name) {
        if (GovernedCall.MARK.equalsIgnoreCase(name)) {
            return all.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(GovernedCall.MARK))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        return raw.getRequestProperty(name);
    }

    List<Map.Entry<String, String>> list() {
        return List.copyOf(all);
    }
}
