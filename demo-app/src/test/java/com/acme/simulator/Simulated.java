// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.stripe.StripeClient;
import com.stripe.model.Charge;
import com.stripe.net.RequestOptions;
import com.stripe.param.ChargeCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A simulator with four keys, and the shortest way to call it. */
final class Simulated implements AutoCloseable {
    static final String ALL = "sk_test_all";
    static final String BILLING = "rk_test_billing";
    static final String REFUNDS = "rk_test_refunds";
    static final String READER = "rk_test_reader";

    final StripeSimulator simulator = StripeSimulator.start()
            .accept(
                    SimKey.unrestricted("all", ALL),
                    SimKey.restricted("billing", BILLING, "charges:write", "customers:write"),
                    SimKey.restricted("refunds", REFUNDS, "refunds:write", "charges:read"),
                    SimKey.restricted("reader", READER, "charges:read", "refunds:read"));
    private final HttpClient http = HttpClient.newHttpClient();

    /** stripe-java without retries of its own, so that one call is one request. */
    StripeClient stripe(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(simulator.baseUrl())
                .setMaxNetworkRetries(0)
                .setReadTimeout(5_000)
                .build();
    }

    Charge charge(long amount) throws Exception {
        return stripe(ALL).v1().charges().create(charging(amount));
    }

    static ChargeCreateParams charging(long amount) {
        return ChargeCreateParams.builder()
                .setAmount(amount)
                .setCurrency("usd")
                .setCustomer("cus_alice")
                .build();
    }

    static RequestOptions key(String idempotencyKey) {
        return RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                .timeout(Duration.ofSeconds(10))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 4, headers.length);
        all[0] = "Authorization";
        all[1] = "Bearer " + ALL;
        all[2] = "Content-Type";
        all[3] = "application/x-www-form-urlencoded";
        return send("POST", path, body, all);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
