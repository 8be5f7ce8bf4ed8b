// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Talk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Observing decides and records, and leaves every byte that goes out as it was. */
class ObserveIT {

    private static final String POLICY = """
            bursar: 1
            mode: observe
            state: state
            vendors: {stripe: {hosts: ["BASE"]}}
            callers:
              billing:
                is: [com.acme.app.desk.billing.**, com.acme.app.http.billing.**]
                allow:
                  - POST /v1/charges: {amount: {max: 200.00 USD}}
            """;

    @TempDir
    Path folder;

    @Test
    void stripe_java_sends_the_same_bytes_as_without_bursar() throws IOException {
        String application = "com.acme.app.desk.Desk";
        List<String> lines = List.of(
                "key " + Ground.GLOBAL,
                "own-idempotency-key cus_1 500 the-applications-own",
                "charge cus_1 20001",
                "refund ch_1",
                "nobody cus_1 500");
        try (Recorder vendor = new Recorder()) {
            List<String> bare = said(vendor, lines, Jvm.application(application, "33.3.0"), "bare");
            List<String> observed =
                    said(vendor, lines, Jvm.application(application, "33.3.0").agent(policy(vendor)), "observed");
            assertThat(sorted(observed)).hasSize(4).isEqualTo(sorted(bare));
            assertThat(observed)
                    .allSatisfy(request -> assertThat(request)
                            .contains("Authorization: Bearer " + Ground.GLOBAL)
                            .doesNotContainIgnoringCase("bursar"));
            assertThat(observed.get(0)).contains("Idempotency-Key: the-applications-own");
        }
        journals(4);
    }

    @Test
    void the_jdks_clients_send_the_same_bytes_as_without_bursar() throws IOException {
        String application = "com.acme.app.http.HttpDesk";
        try (Recorder vendor = new Recorder()) {
            String charges = vendor.base() + "/v1/charges ";
            List<String> lines = List.of(
                    "send billing " + charges + "amount=500&currency=usd",
                    "connection billing " + charges + "amount=20001&currency=usd",
                    "async billing " + vendor.base() + "/v1/refunds amount=100",
                    "connection nobody " + charges + "amount=500&currency=usd");
            List<String> bare = said(vendor, lines, Jvm.application(application, "33.3.0"), "bare");
            List<String> observed =
                    said(vendor, lines, Jvm.application(application, "33.3.0").agent(policy(vendor)), "observed");
            assertThat(observed).hasSize(4).isEqualTo(bare);
            assertThat(observed)
                    .allSatisfy(request -> assertThat(request)
                            .contains("Authorization: Bearer " + Ground.GLOBAL)
                            .doesNotContainIgnoringCase("bursar"));
        }
        journals(4);
    }

    /** The SDK keeps its headers in maps whose order is another in every JVM. */
    private static List<List<String>> sorted(List<String> requests) {
        return requests.stream()
                .map(request -> request.lines().sorted().toList())
                .toList();
    }

    private Path policy(Recorder vendor) {
        try (Ground ground = new Ground(folder)) {
            return ground.write("bursar.yaml", POLICY.replace("BASE", vendor.base()));
        }
    }

    private List<String> said(Recorder vendor, List<String> lines, Jvm application, String name) {
        vendor.heard.clear();
        try (Talk desk = new Talk(application
                .option("-Dapp.key=" + Ground.GLOBAL)
                .argument(vendor.base())
                .start(folder, name))) {
            lines.forEach(line -> assertThat(desk.say(line)).doesNotContain("xception"));
            Jvm.Done done = desk.end();
            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(done.err()).isEmpty();
        }
        return List.copyOf(vendor.heard);
    }

    /** The first is allowed, the rest would be refused. */
    private void journals(int calls) {
        try (Ground ground = new Ground(folder)) {
            List<JsonNode> journal = ground.journal();
            assertThat(journal.toString()).doesNotContain(Ground.GLOBAL);
            assertThat(journal).noneMatch(record -> record.path("kind").asText().matches("admitted|settled|refused"));
            assertThat(journal)
                    .filteredOn(record -> record.path("kind").asText().equals("observed")
                            && record.path("decision").asText().equals("allowed"))
                    .hasSize(1);
            assertThat(journal)
                    .filteredOn(record -> record.path("kind").asText().equals("observed")
                            && record.path("decision").asText().equals("refused"))
                    .hasSize(calls - 1)
                    .extracting(record -> record.path("reason").asText())
                    .containsExactly("bursar_amount_too_large", "bursar_operation_not_allowed", "bursar_nobody");
        }
    }

    /** Takes requests down as they come, one connection after the other. */
    private static final class Recorder implements AutoCloseable {

        private final ServerSocket server =
                new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

        Recorder() throws IOException {
            Thread thread = new Thread(this::listen, "recorder");
            thread.setDaemon(true);
            thread.start();
        }

        String base() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        private void listen() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(30_000);
                    String request = request(socket.getInputStream());
                    heard.add(withoutChance(request));
                    byte[] body = ("{\"id\":\"x_1\",\"object\":\""
                                    + (request.contains("/v1/refunds") ? "refund" : "charge")
                                    + "\",\"amount\":500,\"currency\":\"usd\"}")
                            .getBytes(StandardCharsets.UTF_8);
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                            + "Content-Length: " + body.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(body);
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        heard.add("broken: " + e);
                    }
                }
            }
        }

        private static String request(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int left = Integer.MAX_VALUE;
            while (left > 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                bytes.write(next);
                left--;
                String text = bytes.toString(StandardCharsets.ISO_8859_1);
                if (left > 1 << 24 && text.endsWith("\r\n\r\n")) {
                    left = length(text);
                }
            }
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        private static int length(String head) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .map(line -> Integer.parseInt(line.substring(15).trim()))
                    .findFirst()
                    .orElse(0);
        }

        /** The SDK makes an idempotency key up for every POST that has none, and measures how long the last answer took. */
        private static String withoutChance(String request) {
            return request.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
                    .replaceAll("(?m)^X-Stripe-Client-Telemetry: .*\\R", "");
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
