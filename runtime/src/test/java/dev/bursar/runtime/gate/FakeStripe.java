// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as Stripe would: a known key from its store, events a page of one each. */
final class FakeStripe implements Wire {

    record Seen(String method, URI uri, Map<String, String> headers, String body) {}

    final List<Seen> seen = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    private final Map<String, Reply> stored = new HashMap<>();
    int status = 200;
    String answer = charge(2000);
    boolean remembers = true;
    boolean breaks;
    Runnable onSend = () -> {};

    static String charge(long cents) {
        return "{\"id\":\"ch_1\",\"object\":\"charge\",\"amount\":" + cents + ",\"currency\":\"usd\"}";
    }

    static String event(String type, String key, long cents) {
        return "{\"id\":\"evt_" + key.hashCode() + "\",\"type\":\"" + type
                + "\",\"request\":{\"id\":\"req_9\",\"idempotency_key\":\"" + key + "\"},\"data\":{\"object\":"
                + charge(cents) + "}}";
    }

    @Override
    public Reply send(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        onSend.run();
        seen.add(new Seen(method, uri, Map.copyOf(headers), new String(body, StandardCharsets.UTF_8)));
        if (breaks) {
            throw new IOException("broken");
        }
        if (method.equals("GET")) {
            return page(uri);
        }
        String key = headers.getOrDefault("Idempotency-Key", "none");
        Reply kept = stored.get(key);
        if (kept != null) {
            return new Reply(kept.status(), Map.of("idempotent-replayed", "true"), kept.body(), true);
        }
        Reply reply = new Reply(status, Map.of("request-id", "req_1"), answer.getBytes(StandardCharsets.UTF_8), true);
        if (remembers) {
            stored.put(key, reply);
        }
        return reply;
    }

    private Reply page(URI uri) {
        int at = 0;
        String query = uri.getQuery();
        for (int i = 0; i < events.size(); i++) {
            String id = events.get(i).replaceFirst(".*?\"id\":\"([^\"]*)\".*", "$1");
            at = query.endsWith("starting_after=" + id) ? i + 1 : at;
        }
        String data = at < events.size() ? events.get(at) : "";
        String page = "{\"object\":\"list\",\"has_more\":" + (at + 1 < events.size()) + ",\"data\":[" + data + "]}";
        return new Reply(status, Map.of(), page.getBytes(StandardCharsets.UTF_8), true);
    }
}
