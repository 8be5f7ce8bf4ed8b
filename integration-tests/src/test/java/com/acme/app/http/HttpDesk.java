// SPDX-License-Identifier: Apache-2.0
package com.acme.app.http;

import com.acme.app.http.billing.HttpBilling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Does what each line of standard input says: {@code client caller url form}, and prints what the application can see of it. */
public final class HttpDesk {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    private HttpDesk() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(outcome(line.split(" ")));
        }
    }

    private static String outcome(String[] words) throws InterruptedException {
        Exchange exchange = exchange(words[0]);
        String form = words.length > 3 ? words[3] : null;
        try {
            Exchange.Outcome outcome = words[1].equals("billing")
                    ? new HttpBilling().send(exchange, words[2], form)
                    : exchange.send(words[2], form);
            return outcome.toString();
        } catch (IOException e) {
            return ("failed " + e).replaceAll("\\s+", " ");
        }
    }

    private static Exchange exchange(String client) {
        switch (client) {
            case "send":
                return (url, form) -> seen(CLIENT.send(request(url, form), BodyHandlers.ofString()));
            case "async":
                return HttpDesk::async;
            case "connection":
                return HttpDesk::connection;
            default:
                throw new IllegalArgumentException(client);
        }
    }

    private static HttpRequest request(String url, String form) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + System.getProperty("app.key"));
        if (form != null) {
            builder.header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form));
        }
        return builder.build();
    }

    private static Exchange.Outcome async(String url, String form) throws IOException, InterruptedException {
        try {
            return CLIENT.sendAsync(request(url, form), BodyHandlers.ofString())
                    .thenApply(HttpDesk::seen)
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static Exchange.Outcome seen(HttpResponse<String> response) {
        return new Exchange.Outcome(
                response.statusCode(),
                response.body(),
                response.request().headers() + " " + response.request() + " " + response.headers());
    }

    private static Exchange.Outcome connection(String url, String form) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Authorization", "Bearer " + System.getProperty("app.key"));
        String before = String.valueOf(connection.getRequestProperties());
        if (form != null) {
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(form.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Exchange.Outcome(
                    status,
                    body,
                    before + " " + connection + " " + connection.getRequestProperty("Authorization") + " "
                            + connection.getHeaderFields());
        }
    }
}
