// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One request from the wire to the wire: read, write down, carry out, answer, with whatever fault waits for it. */
final class Handler implements HttpHandler {
    private final Keys keys;
    private final Requests requests;
    private final Faults faults;
    private final Operations operations;
    private final AtomicLong ids = new AtomicLong();

    Handler(Keys keys, Requests requests, Faults faults, Operations operations) {
        this.keys = keys;
        this.requests = requests;
        this.faults = faults;
        this.operations = operations;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        // Closing an exchange that has not been answered, or not wholly, closes its connection.
        try (exchange) {
            Incoming request = Incoming.read(exchange);
            Requests.Ticket ticket = writeDown(request);
            Fault fault = faults.take(request.method(), request.path());
            if (fault instanceof Fault.DropBefore) {
                return;
            }
            if (fault instanceof Fault.Redirect redirect) {
                exchange.getResponseHeaders().set("Location", redirect.location());
                exchange.sendResponseHeaders(307, -1);
                requests.change(ticket, seen -> seen.answered(307, false));
                return;
            }
            Operations.Result result = operations.carryOut(request, fault);
            if (fault instanceof Fault.DropAfter) {
                return;
            }
            // Written down before it is sent, so that whoever has the answer finds it in the ledger.
            requests.change(ticket, seen -> seen.answered(result.answer().status(), result.replayed()));
            headers(exchange.getResponseHeaders(), request, result);
            send(exchange, result.answer(), fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Requests.Ticket writeDown(Incoming request) {
        Map<String, String> params;
        try {
            params = request.params().all();
        } catch (ApiError notAForm) {
            params = Map.of();
        }
        Map<String, String> shown = params;
        return requests.add(number -> new SeenRequest(
                number,
                request.method(),
                request.path(),
                keys.nameOf(request.header("authorization")),
                request.header("idempotency-key"),
                request.header("stripe-account"),
                shown,
                request.headers(),
                0,
                false));
    }

    private void headers(Headers headers, Incoming request, Operations.Result result) {
        headers.set("Content-Type", "application/json");
        headers.set("Request-Id", "req_sim" + String.format("%06d", ids.incrementAndGet()));
        String version = request.header("stripe-version");
        if (version != null) {
            headers.set("Stripe-Version", version);
        }
        String key = request.header("idempotency-key");
        if (key != null) {
            headers.set("Idempotency-Key", key);
        }
        if (result.replayed()) {
            headers.set("Idempotent-Replayed", "true");
        }
    }

    private static void send(HttpExchange exchange, Answer answer, @Nullable Fault fault) throws IOException {
        byte[] whole = answer.body().getBytes(StandardCharsets.UTF_8);
        if (fault instanceof Fault.TruncatedJson) {
            send(exchange, answer.status(), Arrays.copyOf(whole, whole.length / 2));
        } else if (fault instanceof Fault.CutBody) {
            exchange.sendResponseHeaders(answer.status(), whole.length);
            exchange.getResponseBody().write(whole, 0, whole.length / 2);
            exchange.getResponseBody().flush();
        } else if (fault instanceof Fault.NotJson) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            send(exchange, answer.status(), "<html><body>Bad Gateway</body></html>".getBytes(StandardCharsets.UTF_8));
        } else if (fault instanceof Fault.Huge huge) {
            sendHuge(exchange, answer, huge.bytes());
        } else {
            send(exchange, answer.status(), whole);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void sendHuge(HttpExchange exchange, Answer answer, long bytes) throws IOException {
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'x');
        exchange.sendResponseHeaders(answer.status(), 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write("{\"padding\":\"".getBytes(StandardCharsets.UTF_8));
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
            out.write("\",".getBytes(StandardCharsets.UTF_8));
            out.write(answer.body().substring(1).getBytes(StandardCharsets.UTF_8));
        }
    }
}
