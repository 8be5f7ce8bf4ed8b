// SPDX-License-Identifier: Apache-2.0
package com.acme.app.load;

import com.acme.app.Calls;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.net.RequestOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** The one class of these applications that a policy binds to a caller. */
public final class Biller {

    public String charge(String customer, long amount) throws StripeException {
        return Calls.charge(customer, amount);
    }

    /** With a key and an idempotency key of the application's own; either may be null. */
    public String charge(String customer, long amount, String apiKey, String idempotencyKey) throws StripeException {
        RequestOptions.RequestOptionsBuilder options = RequestOptions.builder();
        if (apiKey != null) {
            options.setApiKey(apiKey);
        }
        if (idempotencyKey != null) {
            options.setIdempotencyKey(idempotencyKey);
        }
        return Charge.create(Map.of("amount", amount, "currency", "usd", "customer", customer), options.build())
                .getId();
    }

    /** A run with an id that outlives this process. */
    public String process(String order, String customer, long amount) throws StripeException {
        return Calls.charge(customer, amount);
    }

    /** Past stripe-java: {@code kind} is {@code text} or {@code stream} (of {@code body}), or {@code zeros} (so many bytes). */
    public String post(String url, String contentType, String kind, String body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher;
        if (kind.equals("zeros")) {
            byte[] bytes = new byte[Integer.parseInt(body)];
            Arrays.fill(bytes, (byte) '0');
            publisher = HttpRequest.BodyPublishers.ofByteArray(bytes);
        } else if (kind.equals("stream")) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            ByteArrayInputStream once = new ByteArrayInputStream(bytes);
            publisher = HttpRequest.BodyPublishers.ofInputStream(() -> once);
        } else {
            publisher = HttpRequest.BodyPublishers.ofString(body);
        }
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", contentType)
                                .POST(publisher)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body().replaceAll("\\s+", " ");
    }
}
