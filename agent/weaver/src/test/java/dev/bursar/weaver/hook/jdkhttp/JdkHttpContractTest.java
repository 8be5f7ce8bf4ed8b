// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.testing.ClientHookContract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;

class JdkHttpContractTest extends ClientHookContract {

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    protected Hook[] hooks() {
        return new Hook[] {new JdkHttpHook()};
    }

    @Override
    protected String client() {
        return "java.net.http";
    }

    @Override
    protected boolean dresses() {
        return true;
    }

    @Override
    protected void load() {
        // The JDK's own is there.
    }

    @Override
    protected Got post(String origin, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(origin + "/v1/charges"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Override
    protected Got get(String origin) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(origin + "/v1/charges/ch_1")));
    }

    private Got send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(
                request.header("Authorization", "Bearer " + APP_KEY).build(), HttpResponse.BodyHandlers.ofString());
        return new Got(
                response.statusCode(), response.body(), response.headers().map());
    }
}
