// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A vendor on loopback that remembers what reached it. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public final class LoopbackServer implements AutoCloseable {

    /** One request as it came over the wire, but for the spelling of header names, which {@code com.sun.net.httpserver} changes. */
    public record Request(String method, String target, Map<String, List<String>> headers, byte[] body) {

        /** The values of a header, however its name is spelt; {@code null} if there is none. */
        public @Nullable String header(String name) {
            List<String> values = headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
            return values.isEmpty() ? null : String.join(",", values);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What every request gets; a status of 0 drops the connection instead. */
    public record Reply(int status, Map<String, String> headers, byte[] body) {

        public static Reply json(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }

        /** Closes the connection without an answer, after the request was read. */
        public static Reply hangUp() {
            return new Reply(0, Map.of(), new byte[0]);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "loopback-server");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Reply reply = Reply.json(200, "{}");

    public LoopbackServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Such as {@code http://127.0.0.1:4242}. */
    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public LoopbackServer reply(Reply next) {
        reply = next;
        return this;
    }

    public List<Request> requests() {
        return requests;
    }

    /** Forgets what came, and answers 200 and an empty object. */
    public LoopbackServer reset() {
        requests.clear();
        return reply(Reply.json(200, "{}"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestBody().readAllBytes()));
            Reply now = reply;
            if (now.status() != 0) {
                now.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(now.status(), now.body().length == 0 ? -1 : now.body().length);
                exchange.getResponseBody().write(now.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
