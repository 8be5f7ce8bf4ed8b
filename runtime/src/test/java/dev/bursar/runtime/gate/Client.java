// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.GovernedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays a client with both of its hooks. */
final class Client {

    static final String CHARGES = "https://api.stripe.com/v1/charges";
    static final String REFUNDS = "https://api.stripe.com/v1/refunds";
    static final String CUSTOMER = "https://api.stripe.com/v1/customers/cus_1";

    private final House house;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private String name = "jdk";

    Client(House house) {
        this.house = house;
    }

    Client header(String header, String value) {
        headers.add(Map.entry(header, value));
        return this;
    }

    Client presenting(String key) {
        return header("Authorization", "Bearer " + key);
    }

    Client named(String client) {
        name = client;
        return this;
    }

    Sent charge(long cents) {
        return charge("amount=" + cents + "&currency=usd&customer=cus_1");
    }

    Sent charge(String form) {
        return post(CHARGES, form);
    }

    Sent post(String url, String form) {
        return open("POST", url, form);
    }

    Sent get(String url) {
        return open("GET", url, "");
    }

    Sent open(String method, String url, String form) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        if (method.equals("POST")) {
            all.add(Map.entry("Content-Type", "application/x-www-form-urlencoded"));
        }
        return open(new CallView(name, method, url, all, form.getBytes(StandardCharsets.UTF_8), null));
    }

    Sent open(CallView view) {
        return new Sent(house.gate.open(view), view);
    }

    /** One call between its two hooks. */
    final class Sent {

        final @Nullable GovernedCall call;
        private final CallView view;

        private Sent(@Nullable GovernedCall call, CallView view) {
            this.call = call;
            this.view = view;
        }

        GovernedCall governed() {
            if (call == null) {
                throw new AssertionError("the gate has nothing to do with it");
            }
            return call;
        }

        String mark() {
            return governed().mark();
        }

        Answer answer() {
            Answer answer = governed().answer();
            if (answer == null) {
                throw new AssertionError("it was admitted");
            }
            return answer;
        }

        boolean isAdmitted() {
            return governed().answer() == null;
        }

        int status() {
            return answer().status();
        }

        String text() {
            return new String(answer().body(), StandardCharsets.UTF_8);
        }

        Dressing dress() {
            if (!isAdmitted()) {
                throw new AssertionError("it was refused: " + text());
            }
            try {
                return dress(view.method(), view.url());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Dressing dress(String method, String url) throws IOException {
            return house.gate.dress(mark(), method, url);
        }

        /** What stands on the wire as the idempotency key. */
        String key() {
            String key = dress().set().get("Idempotency-Key");
            if (key == null) {
                throw new AssertionError("no key was put on");
            }
            return key;
        }

        void answered(int status, String json, String... more) {
            List<Map.Entry<String, String>> all = new ArrayList<>();
            all.add(Map.entry("Content-Type", "application/json"));
            all.add(Map.entry("Request-Id", "req_1"));
            for (int i = 0; i < more.length; i += 2) {
                all.add(Map.entry(more[i], more[i + 1]));
            }
            governed().answered(status, all, json.getBytes(StandardCharsets.UTF_8), true);
        }

        /** Dressed, sent, and carried out by the vendor. @return the key it carried */
        String charged(String id, long cents) {
            String key = key();
            answered(
                    200,
                    "{\"id\":\"" + id + "\",\"object\":\"charge\",\"amount\":" + cents + ",\"amount_captured\":" + cents
                            + ",\"currency\":\"usd\"}");
            return key;
        }

        /** Dressed, sent, and refused by the vendor. @return the key it carried */
        String refused(int status, String type, String code) {
            String key = key();
            answered(status, "{\"error\":{\"type\":\"" + type + "\",\"code\":\"" + code + "\"}}");
            return key;
        }

        String declined() {
            return refused(402, "card_error", "card_declined");
        }

        /** Answered without having been dressed again. */
        void carriedOut(String id, long cents) {
            answered(200, "{\"id\":\"" + id + "\",\"amount\":" + cents + ",\"currency\":\"usd\"}");
        }

        void failed() {
            governed().failed(new IOException("connection reset"));
        }
    }
}
