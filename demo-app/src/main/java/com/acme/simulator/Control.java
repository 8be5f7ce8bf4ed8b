// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The simulator's own paths, for a simulator in another process: {@code GET /_sim/report}, {@code POST /_sim/reset},
 * {@code POST /_sim/keys} ({@code name}, {@code secret}, {@code permissions} with commas, or none for unrestricted) and
 * {@code POST /_sim/faults} ({@code method}, {@code path}, {@code fault}, {@code value}, {@code times}). They take no key
 * and are not in the ledger.
 */
final class Control implements HttpHandler {
    private final StripeSimulator simulator;

    Control(StripeSimulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Incoming request = Incoming.read(exchange);
            try {
                answer(exchange, 200, act(request));
            } catch (ApiError | IllegalArgumentException e) {
                answer(
                        exchange,
                        400,
                        "{\"error\": \"" + String.valueOf(e.getMessage()).replace('"', '\'') + "\"}\n");
            }
        }
    }

    private String act(Incoming request) throws ApiError {
        Params params = request.params();
        switch (request.method() + " " + request.path()) {
            case "GET /_sim/report" -> {
                return simulator.report();
            }
            case "POST /_sim/reset" -> simulator.reset();
            case "POST /_sim/keys" -> simulator.accept(key(params));
            case "POST /_sim/faults" -> {
                Long times = params.amount("times");
                simulator.fault(
                        params.required("method"),
                        params.required("path"),
                        fault(params),
                        times == null ? 1 : Math.toIntExact(times));
            }
            default -> throw ApiError.unknownUrl(request.method(), request.path());
        }
        return "{}\n";
    }

    private static SimKey key(Params params) throws ApiError {
        String permissions = params.text("permissions");
        return permissions == null
                ? SimKey.unrestricted(params.required("name"), params.required("secret"))
                : SimKey.restricted(params.required("name"), params.required("secret"), permissions.split(",", -1));
    }

    private static Fault fault(Params params) throws ApiError {
        String kind = params.required("fault");
        return switch (kind) {
            case "late" -> new Fault.Late(Duration.ofMillis(Long.parseLong(params.required("value"))));
            case "error_after" -> new Fault.ErrorAfter(Integer.parseInt(params.required("value")));
            case "error_before" -> new Fault.ErrorBefore(Integer.parseInt(params.required("value")));
            case "drop_before" -> new Fault.DropBefore();
            case "drop_after" -> new Fault.DropAfter();
            case "truncated_json" -> new Fault.TruncatedJson();
            case "cut_body" -> new Fault.CutBody();
            case "huge" -> new Fault.Huge(Long.parseLong(params.required("value")));
            case "not_json" -> new Fault.NotJson();
            case "redirect" -> new Fault.Redirect(params.required("value"));
            case "decline" -> new Fault.Decline();
            default -> throw ApiError.invalid("parameter_unknown", "fault", "unknown fault `" + kind + "`");
        };
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
