// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.reconcile;

import dev.bursar.runtime.gate.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The JDK's client, which resends no POST. */
final class HttpWire implements Wire {

    private static final Duration TO_CONNECT = Duration.ofSeconds(10);

    /** As stripe-java has it. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(80);

    private static final int MOST = 8 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public Reply send(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TO_ANSWER)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            headers.forEach(request::header);
        } catch (IllegalArgumentException e) {
            // Its message would repeat the value.
            throw new IOException("a header of it cannot be sent");
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            byte[] answer;
            try (InputStream in = response.body()) {
                answer = in.readNBytes(MOST + 1);
            }
            Map<String, String> byName = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            boolean whole = answer.length <= MOST;
            return new Reply(response.statusCode(), byName, whole ? answer : Arrays.copyOf(answer, MOST), whole);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new IOException("no connection to " + uri.getHost() + ":" + uri.getPort(), e);
        } catch (HttpTimeoutException e) {
            throw new IOException("nothing within " + TO_ANSWER.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new IOException("the connection ended (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
