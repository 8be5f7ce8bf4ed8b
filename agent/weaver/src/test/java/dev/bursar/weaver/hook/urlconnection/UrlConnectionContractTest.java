// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.testing.ClientHookContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class UrlConnectionContractTest extends ClientHookContract {

    @Override
    protected Hook[] hooks() {
        return new Hook[] {new UrlConnectionHook()};
    }

    @Override
    protected String client() {
        return "HttpURLConnection";
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
        HttpURLConnection connection = open(origin + "/v1/charges");
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return read(connection);
    }

    @Override
    protected Got get(String origin) throws Exception {
        return read(open(origin + "/v1/charges/ch_1"));
    }

    private static HttpURLConnection open(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + APP_KEY);
        return connection;
    }

    private static Got read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            Map<String, List<String>> headers = connection.getHeaderFields().entrySet().stream()
                    .filter(entry -> entry.getKey() != null)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            return new Got(status, new String(in.readAllBytes(), StandardCharsets.UTF_8), headers);
        }
    }
}
