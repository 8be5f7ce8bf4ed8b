// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Talk;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts, events and numbers, of the shipped jar. */
class WatchingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Followed by lines of the caller, and those of the whole file. */
    private static final String CALLER = """
            callers:
              billing:
                is: [com.acme.app.billing.**]
                credential: file:billing.key
                allow: [charges:write]
                caps: [100.00 USD per month, 1000 calls per month]
                alerts: [50%, 80%, 100%]
            """;

    @TempDir
    Path folder;

    private Jvm application(Ground ground, Path policy) {
        return Jvm.application("com.acme.app.watched.Watched", "33.3.0")
                .agent(policy)
                .argument(ground.stripe.baseUrl());
    }

    private Talk talk(Ground ground, Path policy, String name) {
        return new Talk(application(ground, policy).start(folder, name));
    }

    private static List<String> alerts(List<JsonNode> journal) {
        List<String> alerts = new ArrayList<>();
        for (JsonNode entry : journal) {
            if (entry.path("kind").asText().equals("alert")) {
                alerts.add(entry.path("reason").asText());
            }
        }
        return alerts;
    }

    /** Takes what is posted to it, and answers as it is told. */
    private static final class Hook implements AutoCloseable {

        final List<JsonNode> posted = new CopyOnWriteArrayList<>();
        final CountDownLatch closing = new CountDownLatch(1);
        final HttpServer server;
        volatile int status = 200;
        volatile boolean hangs;

        Hook() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            server.setExecutor(Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", exchange -> {
                posted.add(JSON.readTree(exchange.getRequestBody()));
                if (hangs) {
                    try {
                        closing.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/T0SECRET7";
        }

        @Override
        public void close() {
            closing.countDown();
            server.stop(0);
        }
    }

    @Test
    void each_share_of_a_cap_is_told_once_also_across_a_restart() throws Exception {
        try (Ground ground = new Ground(folder).key("billing", "charges:write");
                Hook hook = new Hook()) {
            Path command = Files.createFile(
                    folder.resolve("alert.sh"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(
                    command,
                    "#!/bin/sh\necho \"$1 ${JAVA_TOOL_OPTIONS:-none} ${ALERTS_URL:-hidden}\" >> seen\n"
                            + "cat >> seen\necho noise\n");
            Path policy = ground.policy(CALLER + "alerts: {webhook: env:ALERTS_URL, command: [./alert.sh, bursar]}\n");
            Jvm first = application(ground, policy)
                    .env("ALERTS_URL", hook.address())
                    .env("JAVA_TOOL_OPTIONS", "-Dsome.option=1");
            try (Talk talk = new Talk(first.start(folder, "first"))) {
                assertThat(talk.say("charge cus_1 4000")).startsWith("ch_");
                assertThat(talk.say("charge cus_2 2000")).startsWith("ch_");
                assertThat(talk.say("charge cus_3 100")).startsWith("ch_");
                await().atMost(PATIENCE).until(() -> hook.posted.size() == 1);
                assertThat(talk.say("charge cus_4 3000")).startsWith("ch_");
                assertThat(talk.end().exit()).isZero();
            }
            // It ended at once: what was on its way has arrived all the same.
            assertThat(hook.posted)
                    .extracting(each -> each.path("reason").asText())
                    .containsExactly("50% of 100.00 USD per month", "80% of 100.00 USD per month");
            assertThat(hook.posted.get(0).path("caller").asText()).isEqualTo("billing");
            assertThat(hook.posted.get(0).path("limit").asText()).isEqualTo("100.00");
            await().atMost(PATIENCE)
                    .until(() ->
                            Files.readString(folder.resolve("seen")).lines().count() == 4);
            assertThat(Files.readString(folder.resolve("seen")).lines().toList())
                    .element(0)
                    .isEqualTo("bursar none hidden");

            Jvm second = application(ground, policy).env("ALERTS_URL", hook.address());
            try (Talk talk = new Talk(second.start(folder, "second"))) {
                assertThat(talk.say("charge cus_5 100")).startsWith("ch_");
                assertThat(talk.say("charge cus_6 2000")).isEqualTo("429 bursar_cap_reached");
                assertThat(talk.say("charge cus_7 2000")).isEqualTo("429 bursar_cap_reached");
                assertThat(talk.end().exit()).isZero();
            }
            assertThat(alerts(ground.journal()))
                    .containsExactly(
                            "50% of 100.00 USD per month",
                            "80% of 100.00 USD per month", "100% of 100.00 USD per month: a call found no room");
            assertThat(hook.posted).hasSize(3);
            assertThat(Jvm.bursar("verify", folder.resolve("state").toString())
                            .run(folder, "verify")
                            .exit())
                    .isZero();
        }
    }

    @Test
    void a_webhook_that_hangs_delays_no_call_and_is_told_to_the_journal() throws Exception {
        try (Ground ground = new Ground(folder).key("billing", "charges:write");
                Hook hook = new Hook()) {
            hook.hangs = true;
            Path policy = ground.policy(CALLER.replace("100.00 USD per month", "100.00 USD per month, 1.00 USD per run")
                    + "alerts: {webhook: file:hook}\n");
            ground.write("hook", hook.address() + "\n");
            try (Talk talk = talk(ground, policy, "app")) {
                assertThat(talk.say("charge cus_0 100")).startsWith("ch_");
                await().atMost(PATIENCE).until(() -> !hook.posted.isEmpty());
                // Each call is a run of its own, and raises three alerts.
                for (int i = 1; i < 30; i++) {
                    assertThat(Long.parseLong(talk.say("timed cus_" + i + " 100")))
                            .as("milliseconds of call " + i)
                            .isLessThan(3_000);
                }
                hook.status = 404;
                hook.hangs = false;
                hook.closing.countDown();
                await().atMost(PATIENCE)
                        .until(() -> talk.errors().contains("could not be delivered by the webhook: it answered 404"));
                assertThat(talk.errors()).doesNotContain("T0SECRET7");
                assertThat(talk.end().exit()).isZero();
            }
            assertThat(alerts(ground.journal()))
                    .anyMatch(each -> each.contains("could not be delivered by the webhook: it answered 404"))
                    .noneMatch(each -> each.contains("T0SECRET7"));
        }
    }

    @Test
    void an_address_that_cannot_be_used_keeps_the_application_from_starting() {
        try (Ground ground = new Ground(folder).key("billing", "charges:write")) {
            Path policy = ground.policy(CALLER + "alerts: {webhook: env:ALERTS_URL}\n");
            for (String address : List.of("http://example.com/T0SECRET7", "ftp://127.0.0.1/T0SECRET7", "::T0SECRET7")) {
                Jvm.Done done =
                        application(ground, policy).env("ALERTS_URL", address).run(folder, "refused");
                assertThat(done.exit()).as(done.toString()).isEqualTo(78);
                assertThat(done.err())
                        .contains("bursar.yaml:", "`env:ALERTS_URL`")
                        .doesNotContain("T0SECRET7");
            }
            Jvm.Done done = application(ground, policy).run(folder, "absent");
            assertThat(done.exit()).isEqualTo(78);
            assertThat(done.err()).contains("the environment variable `ALERTS_URL` is not set");
        }
    }

    @Test
    void the_numbers_are_shown_as_text_on_loopback_and_through_jmx() throws Exception {
        try (Ground ground = new Ground(folder).key("billing", "charges:write")) {
            Path policy = ground.policy(CALLER + "metrics: {jmx: true, listen: \"127.0.0.1:0\"}\n");
            try (Talk talk = talk(ground, policy, "app")) {
                assertThat(talk.say("charge cus_1 4000")).startsWith("ch_");
                assertThat(talk.say("charge cus_2 9000")).isEqualTo("429 bursar_cap_reached");
                Matcher port =
                        Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/metrics").matcher(talk.errors());
                assertThat(port.find()).as(talk.errors()).isTrue();
                URI metrics = URI.create(port.group());
                HttpResponse<String> page = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.headers().firstValue("Content-Type").orElse(""))
                        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
                Map<String, Double> samples = samples(page.body());
                assertThat(samples)
                        .containsEntry(
                                "bursar_calls_total{caller=\"billing\",operation=\"POST /v1/charges\",decision=\"admitted\"}",
                                1.0)
                        .containsEntry(
                                "bursar_calls_total{caller=\"billing\",operation=\"POST /v1/charges\",decision=\"refused\"}",
                                1.0)
                        .containsEntry("bursar_refusals_total{reason=\"bursar_cap_reached\"}", 1.0)
                        .containsEntry("bursar_outcomes_total{caller=\"billing\",outcome=\"settled\"}", 1.0)
                        .containsEntry("bursar_cap_spent{caller=\"billing\",window=\"month\",unit=\"usd\"}", 40.0)
                        .containsEntry("bursar_cap_held{caller=\"billing\",window=\"month\",unit=\"usd\"}", 0.0)
                        .containsEntry("bursar_cap_limit{caller=\"billing\",window=\"month\",unit=\"usd\"}", 100.0)
                        .containsEntry("bursar_cap_spent{caller=\"billing\",window=\"month\",unit=\"calls\"}", 1.0)
                        .containsEntry("bursar_holds{state=\"held\"}", 0.0)
                        .containsEntry("bursar_holds{state=\"unknown\"}", 0.0)
                        .containsEntry("bursar_journal_up", 1.0)
                        .containsEntry("bursar_journal_wait_seconds_bucket{le=\"+Inf\"}", 1.0)
                        .containsEntry("bursar_journal_wait_seconds_count", 1.0)
                        .containsEntry("bursar_alerts_dropped_total", 0.0);
                assertThat(ask(metrics.getPort(), "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                        .startsWith("HTTP/1.1 403 ");
                assertThat(ask(metrics.getPort(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                        .startsWith("HTTP/1.1 404 ");
                assertThat(ask(metrics.getPort(), "POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                        .startsWith("HTTP/1.1 405 ");

                await().atMost(PATIENCE).until(() -> talk.say("jmx-there").equals("true"));
                assertThat(talk.say("jmx Refusals")).contains("bursar_cap_reached");
                assertThat(talk.say("jmx Caps")).contains("40.00 spent, 0.00 held");
                assertThat(talk.say("jmx UnknownHolds")).isEqualTo("0");
                assertThat(talk.say("jmx JournalTrouble")).isEqualTo("null");
                assertThat(talk.say("jmx Text")).contains("bursar_cap_spent");
                assertThat(talk.end().exit()).isZero();
            }
        }
    }

    @Test
    void nothing_listens_and_nothing_is_registered_unless_the_policy_asks_for_it() {
        try (Ground ground = new Ground(folder).key("billing", "charges:write");
                Talk talk = talk(ground, ground.policy(CALLER), "app")) {
            assertThat(talk.say("charge cus_1 100")).startsWith("ch_");
            assertThat(talk.say("jmx-there")).isEqualTo("false");
            assertThat(talk.errors()).doesNotContain("metrics");
        }
    }

    @Test
    void a_port_that_is_taken_is_told_and_calls_go_on() throws Exception {
        try (Ground ground = new Ground(folder).key("billing", "charges:write");
                Hook taken = new Hook()) {
            int port = taken.server.getAddress().getPort();
            Path policy = ground.policy(CALLER + "metrics: {listen: \"127.0.0.1:" + port + "\"}\n");
            try (Talk talk = talk(ground, policy, "app")) {
                assertThat(talk.say("charge cus_1 100")).startsWith("ch_");
                await().atMost(PATIENCE).until(() -> talk.errors().contains("metrics cannot be shown"));
                assertThat(talk.end().exit()).isZero();
            }
            assertThat(alerts(ground.journal())).anyMatch(each -> each.startsWith("metrics cannot be shown"));
        }
    }

    @Test
    void a_flight_recording_has_every_call_and_every_force_of_the_journal() throws Exception {
        try (Ground ground = new Ground(folder).key("billing", "charges:write")) {
            Path file = folder.resolve("flight.jfr");
            Jvm jvm = application(ground, ground.policy(CALLER))
                    .option("-XX:StartFlightRecording=filename=" + file + ",settings=none,dumponexit=true")
                    .option("-XX:FlightRecorderOptions=repository=" + folder);
            jvm.option("-Xlog:jfr*=error");
            try (Talk talk = new Talk(jvm.start(folder, "app"))) {
                assertThat(talk.say("charge cus_1 4000")).startsWith("ch_");
                assertThat(talk.say("charge cus_2 9000")).isEqualTo("429 bursar_cap_reached");
                Jvm.Done done = talk.end();
                assertThat(done.exit()).as(done.toString()).isZero();
            }
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertThat(named(events, "dev.bursar.Call"))
                    .hasSize(2)
                    .anySatisfy(call -> {
                        assertThat(call.getString("caller")).isEqualTo("billing");
                        assertThat(call.getString("operation")).isEqualTo("POST /v1/charges");
                        assertThat(call.getString("decision")).isEqualTo("admitted");
                        assertThat(call.getString("reason")).isNull();
                        assertThat(call.getString("amount")).isEqualTo("40.00 USD");
                        assertThat(call.getDuration("deciding")).isPositive();
                        assertThat(call.getDuration("journal")).isPositive();
                    })
                    .anySatisfy(call -> {
                        assertThat(call.getString("decision")).isEqualTo("refused");
                        assertThat(call.getString("reason")).isEqualTo("bursar_cap_reached");
                        assertThat(call.getDuration("journal")).isZero();
                    });
            assertThat(named(events, "dev.bursar.JournalForce")).isNotEmpty().allSatisfy(force -> {
                assertThat(force.getInt("entries")).isPositive();
                assertThat(force.getDuration("forcing")).isPositive();
            });
        }
    }

    @Test
    void a_recording_that_is_started_later_has_what_comes_then() throws Exception {
        try (Ground ground = new Ground(folder).key("billing", "charges:write");
                Talk talk = talk(ground, ground.policy(CALLER), "app")) {
            assertThat(talk.say("charge cus_1 100")).startsWith("ch_");
            Path file = folder.resolve("later.jfr");
            String pid = pid(folder);
            jcmd(pid, "JFR.start", "name=later", "settings=none");
            assertThat(talk.say("charge cus_2 100")).startsWith("ch_");
            jcmd(pid, "JFR.dump", "name=later", "filename=" + file);
            assertThat(named(RecordingFile.readAllEvents(file), "dev.bursar.Call"))
                    .hasSize(1);
        }
    }

    @Test
    void a_jvm_without_a_flight_recorder_works_and_one_without_management_says_what_it_cannot_show() {
        try (Ground ground = new Ground(folder).key("billing", "charges:write")) {
            Path policy = ground.policy(CALLER + "metrics: {listen: \"127.0.0.1:0\"}\n");
            // What stripe-java, Gson and the journal need, and no more.
            String few =
                    "--limit-modules=java.base,java.net.http,java.sql,java.management,java.naming,java.instrument,jdk.unsupported";
            Jvm.Done done = Jvm.application("com.acme.app.Charging", "33.3.0")
                    .agent(policy)
                    .option(few)
                    .option("-Dapp.key=sk_test_" + "unused")
                    .argument(ground.stripe.baseUrl())
                    .argument("charge:cus_1:4000")
                    .run(folder, "few");
            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(done.value("charge:cus_1:4000")).as(done.toString()).startsWith("ch_");
            assertThat(done.err()).doesNotContain("Exception", "Error");

            Path jmx = ground.policy(CALLER + "metrics: {jmx: true}\n");
            Jvm.Done refused = Jvm.application("com.acme.app.Charging", "33.3.0")
                    .agent(jmx)
                    .option("--limit-modules=java.base,java.net.http,java.instrument,jdk.unsupported")
                    .argument(ground.stripe.baseUrl())
                    .run(folder, "fewer");
            assertThat(refused.exit()).as(refused.toString()).isEqualTo(78);
            assertThat(refused.err()).contains("`java.management`");
        }
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    /** The process that holds the state directory of {@code folder}, found as the child of this one with that policy. */
    private static String pid(Path folder) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .orElse("")
                        .contains(folder.resolve("bursar.yaml").toString()))
                .map(child -> Long.toString(child.pid()))
                .findFirst()
                .orElseThrow();
    }

    private void jcmd(String... arguments) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.addAll(List.of(arguments));
        Path out = folder.resolve("jcmd.out");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(out)).isZero();
    }

    private static String ask(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every sample of the text format by its name and labels; fails for what is none, and for a sample before its family. */
    private static Map<String, Double> samples(String page) {
        Pattern sample = Pattern.compile(
                "([a-z_]+)(\\{[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"(?:,[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\")*})? ([0-9.]+)");
        Map<String, Double> samples = new TreeMap<>();
        String family = "";
        for (String line : page.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ")[2];
            } else if (!line.startsWith("# HELP ")) {
                Matcher parsed = sample.matcher(line);
                assertThat(parsed.matches()).as(line).isTrue();
                assertThat(parsed.group(1)).startsWith(family);
                String name = parsed.group(1) + (parsed.group(2) == null ? "" : parsed.group(2));
                assertThat(samples.put(name, Double.valueOf(parsed.group(3))))
                        .as(line)
                        .isNull();
            }
        }
        return samples;
    }
}
