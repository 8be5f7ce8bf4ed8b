// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Door;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.wire.JdkClientFixture;
import dev.bursar.weaver.hook.wire.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlConnectionHookTest extends JdkClientFixture {

    private static final String FORM = "amount=2900";

    @Override
    protected Hook hook() {
        return new UrlConnectionHook();
    }

    private static HttpURLConnection open(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + APP_KEY);
        connection.setReadTimeout(10_000);
        return connection;
    }

    private HttpURLConnection charges() throws IOException {
        return open(origin() + "/v1/charges");
    }

    private HttpURLConnection charge(String form) throws IOException {
        HttpURLConnection connection = charges();
        connection.setDoOutput(true);
        connection.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
        return connection;
    }

    private static String read(@Nullable InputStream stream) throws IOException {
        try (InputStream in = stream == null ? InputStream.nullInputStream() : stream) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void answers_a_refusal_as_the_jdk_tells_a_vendors() throws Exception {
        for (int status : new int[] {400, 401, 402, 403, 409, 429, 503}) {
            refuse(status, BODY);
            HttpURLConnection connection = charge(FORM);

            assertThat(connection.getErrorStream()).isNull();
            assertThat(connection.getResponseCode()).isEqualTo(status);
            assertThat(connection.getResponseMessage()).isNotBlank();
            assertThat(connection.getHeaderField(0)).startsWith("HTTP/1.1 " + status + " ");
            assertThat(connection.getHeaderFieldKey(0)).isNull();
            assertThat(connection.getHeaderField("content-TYPE")).isEqualTo("application/json");
            assertThat(connection.getContentType()).isEqualTo("application/json");
            assertThat(connection.getContentLength()).isEqualTo(BODY.length());
            assertThat(connection.getContentLengthLong()).isEqualTo(BODY.length());
            assertThat(connection.getHeaderFields().get("Stripe-Should-Retry")).containsExactly("false");
            assertThat(connection.getHeaderField(99)).isNull();
            assertThatThrownBy(connection::getInputStream)
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "Server returned HTTP response code: " + status + " for URL: " + origin() + "/v1/charges");
            assertThat(read(connection.getErrorStream())).isEqualTo(BODY);
            connection.disconnect();
        }
        assertThat(vendor.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void answers_what_is_not_there_as_a_missing_file(int status) throws Exception {
        refuse(status, BODY);
        HttpURLConnection connection = charges();

        assertThatThrownBy(connection::getInputStream).isInstanceOf(FileNotFoundException.class);
        assertThat(read(connection.getErrorStream())).isEqualTo(BODY);
    }

    @Test
    void answers_a_rehearsal_to_whoever_reads_it_first() throws Exception {
        refuse(200, BODY);
        assertThat(read(charge(FORM).getInputStream())).isEqualTo(BODY);
        assertThat(charge(FORM).getHeaderField("Content-Type")).isEqualTo("application/json");
        assertThat(charge(FORM).getHeaderFields()).containsKey("Content-Type");
        assertThat(charge(FORM).getContentLength()).isEqualTo(BODY.length());
        HttpURLConnection head = charges();
        head.setRequestMethod("HEAD");
        assertThat(read(head.getInputStream())).isEmpty();

        assertThat(gate.views()).hasSize(5);
        assertThat(vendor.connections()).isZero();
    }

    @Test
    void opens_no_socket_for_a_refused_call_even_on_connect() throws Exception {
        refuse(403, BODY);
        HttpURLConnection reading = charges();
        reading.connect();
        assertThat(reading.getResponseCode()).isEqualTo(403);
        HttpURLConnection writing = charges();
        writing.setDoOutput(true);
        writing.connect();
        writing.getOutputStream().write('a');
        assertThat(writing.getResponseCode()).isEqualTo(403);

        assertThat(gate.views()).hasSize(2);
        assertThat(gate.views().get(1).body()).containsExactly('a');
        assertThat(vendor.connections()).isZero();
    }

    @Test
    void connects_first_where_the_application_does_and_sends_once() throws Exception {
        HttpURLConnection connection = charges();
        connection.connect();
        assertThatThrownBy(() -> connection.setRequestProperty("A", "b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.setDoOutput(true)).isInstanceOf(IllegalStateException.class);
        assertThat(read(connection.getInputStream())).isEqualTo(BODY);

        dressed(only());
        assertThat(call().reports()).isEqualTo(1);
    }

    @Test
    void shows_neither_key_nor_mark_on_any_object() throws Exception {
        HttpURLConnection connection = charges();
        connection.setRequestProperty("Accept", "a");
        connection.addRequestProperty("Accept", "b");
        assertThat(connection.getRequestProperties()).doesNotContainKey("Authorization");
        assertThat(connection.getRequestProperties().get("Accept")).containsExactlyInAnyOrder("a", "b");
        assertThat(connection.getResponseCode()).isEqualTo(200);

        assertThat(connection.getRequestProperty(GovernedCall.MARK)).isNull();
        assertThat(connection.getRequestProperty("Authorization")).isNull();
        assertThat(connection.getRequestProperty("Accept")).isNotNull();
        assertThatThrownBy(connection::getRequestProperties).isInstanceOf(IllegalStateException.class);
        assertThat(connection.toString() + connection.getHeaderFields()).doesNotContain(REAL_KEY);
        assertThat(gate.views().get(0).headers())
                .contains(
                        Map.entry("Authorization", "Bearer " + APP_KEY),
                        Map.entry("Accept", "a"),
                        Map.entry("Accept", "b"));
        assertThat(only().header("Accept")).isEqualTo("a,b");
        dressed(only());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "PUT", "POST", "OPTIONS"})
    void governs_every_method(String method) throws Exception {
        HttpURLConnection connection = charges();
        connection.setRequestMethod(method);
        if (method.startsWith("P")) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(FORM.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(connection.getResponseCode()).isEqualTo(200);

        assertThat(gate.views().get(0).method()).isEqualTo(method);
        assertThat(gate.dressed().get(0).method()).isEqualTo(method);
        assertThat(only().method()).isEqualTo(method);
        assertThat(call().reports()).isEqualTo(1);
        dressed(only());
    }

    @Test
    void governs_a_method_put_in_by_reflection() throws Exception {
        ByteBuddyAgent.install()
                .redefineModule(
                        Object.class.getModule(),
                        Set.of(),
                        Map.of(),
                        Map.of("java.net", Set.of(getClass().getModule())),
                        Set.of(),
                        Map.of());
        Field method = HttpURLConnection.class.getDeclaredField("method");
        method.setAccessible(true);
        HttpURLConnection connection = charges();
        method.set(connection, "PATCH");
        connection.setDoOutput(true);
        connection.getOutputStream().write(FORM.getBytes(StandardCharsets.UTF_8));

        assertThat(connection.getResponseCode()).isEqualTo(200);
        assertThat(gate.views().get(0).method()).isEqualTo("PATCH");
        assertThat(only().method()).isEqualTo("PATCH");
        assertThat(only().text()).isEqualTo(FORM);
    }

    @Test
    void makes_a_get_with_a_body_a_post_as_the_jdk_does() throws Exception {
        assertThat(charge(FORM).getResponseCode()).isEqualTo(200);
        assertThat(gate.views().get(0).method()).isEqualTo("POST");
        assertThat(only().text()).isEqualTo(FORM);
        assertThat(only().header("Content-Length")).isEqualTo("11");
    }

    @Test
    void tells_wrong_use_as_the_jdk_does() throws Exception {
        HttpURLConnection silent = charges();
        assertThatThrownBy(silent::getOutputStream).isInstanceOf(ProtocolException.class);
        assertThat(silent.getResponseCode()).isEqualTo(200);
        assertThatThrownBy(() -> silent.setRequestMethod("POST")).isInstanceOf(ProtocolException.class);
        HttpURLConnection late = charges();
        late.setDoOutput(true);
        assertThat(late.getResponseCode()).isEqualTo(200);
        assertThatThrownBy(late::getOutputStream).isInstanceOf(ProtocolException.class);
        HttpURLConnection deaf = charges();
        deaf.setDoInput(false);
        assertThatThrownBy(deaf::getInputStream).isInstanceOf(ProtocolException.class);
    }

    @Test
    void streams_a_body_of_announced_length_once_it_is_complete() throws Exception {
        HttpURLConnection connection = charges();
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(FORM.length());
        try (OutputStream out = connection.getOutputStream()) {
            out.write(FORM.getBytes(StandardCharsets.UTF_8));
            assertThat(vendor.connections()).isZero();
        }
        assertThat(read(connection.getInputStream())).isEqualTo(BODY);

        assertThat(gate.views().get(0).body()).isEqualTo(FORM.getBytes(StandardCharsets.UTF_8));
        assertThat(only().text()).isEqualTo(FORM);
        assertThat(only().header("Content-Length")).isEqualTo("11");
        dressed(only());
    }

    @Test
    void streams_in_chunks_and_closes_what_the_application_left_open() throws Exception {
        HttpURLConnection connection = charges();
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(4);
        connection.getOutputStream().write(FORM.getBytes(StandardCharsets.UTF_8));
        assertThat(connection.getResponseCode()).isEqualTo(200);

        assertThat(gate.views().get(0).body()).isEqualTo(FORM.getBytes(StandardCharsets.UTF_8));
        assertThat(only().text()).isEqualTo(FORM);
        assertThat(only().header("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void sends_nothing_when_less_or_more_is_written_than_was_announced() throws Exception {
        HttpURLConnection less = charges();
        less.setDoOutput(true);
        less.setFixedLengthStreamingMode(20);
        OutputStream out = less.getOutputStream();
        out.write('a');
        assertThatThrownBy(out::close).isInstanceOf(IOException.class).hasMessage("insufficient data written");
        assertThatThrownBy(less::getResponseCode).isInstanceOf(IOException.class);
        assertThat(less.getHeaderField("Content-Type")).isNull();
        HttpURLConnection more = charges();
        more.setDoOutput(true);
        more.setFixedLengthStreamingMode(1);
        assertThatThrownBy(() -> more.getOutputStream().write(new byte[2])).hasMessage("too many bytes to write");
        assertThatThrownBy(more::getInputStream).isInstanceOf(IOException.class);

        assertThat(gate.views()).isEmpty();
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void sends_a_streamed_body_of_100_MB_unseen_and_whole() throws Exception {
        HttpURLConnection connection = charges();
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(1 << 16);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = connection.getOutputStream()) {
            for (int i = 0; i < 100; i++) {
                out.write(piece);
            }
        }
        assertThat(connection.getResponseCode()).isEqualTo(200);

        assertThat(gate.views().get(0).body()).isNull();
        assertThat(gate.views().get(0).bodyProblem())
                .isEqualTo("the body is larger than " + CallView.MAX_BODY + " bytes");
        assertThat(only().length()).isEqualTo(100L << 20);
        dressed(only());
    }

    @Test
    void swallows_the_rest_of_a_large_body_that_is_refused() throws Exception {
        refuse(403, BODY);
        HttpURLConnection connection = charges();
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(16L << 20);
        try (OutputStream out = connection.getOutputStream()) {
            for (int i = 0; i < 16; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        assertThat(connection.getResponseCode()).isEqualTo(403);
        assertThat(vendor.connections()).isZero();
    }

    @Test
    void waits_for_the_servers_consent_where_the_application_does() throws Exception {
        HttpURLConnection connection = charges();
        connection.setDoOutput(true);
        connection.setRequestProperty("Expect", "100-Continue");
        connection.setFixedLengthStreamingMode(FORM.length());
        connection.getOutputStream().write(FORM.getBytes(StandardCharsets.UTF_8));
        assertThat(connection.getResponseCode()).isEqualTo(200);

        assertThat(only().text()).isEqualTo(FORM);
        dressed(only());
    }

    @Test
    void asks_again_for_the_hop_of_a_redirect_and_dresses_it_by_itself() throws Exception {
        redirect(307, "/moved");
        HttpURLConnection connection = charges();
        assertThat(read(connection.getInputStream())).isEqualTo(BODY);

        assertThat(connection.getURL()).hasToString(origin() + "/moved");
        assertThat(gate.dressed())
                .extracting(d -> d.method() + " " + d.url())
                .containsExactly("GET " + origin() + "/v1/charges", "GET " + origin() + "/moved");
        assertThat(vendor.requests()).allSatisfy(JdkClientFixture::dressed);
        assertThat(call().reports()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void refuses_the_get_that_a_redirected_post_becomes(int status) throws Exception {
        redirect(status, "/moved");
        HttpURLConnection connection = charge(FORM);

        assertThatThrownBy(connection::getResponseCode)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no governed call stands behind this request");
        assertThat(vendor.requests()).hasSize(1);
        failedOnce();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307})
    void carries_no_key_and_no_mark_to_another_host(int status) throws Exception {
        redirect(status, otherOrigin() + "/elsewhere");
        assertThat(read(charges().getInputStream())).isEqualTo("other");
        bare(other.requests().get(0).head());
    }

    @Test
    void follows_no_redirect_that_the_application_does_not_want_followed() throws Exception {
        redirect(302, "/moved");
        HttpURLConnection connection = charges();
        connection.setInstanceFollowRedirects(false);

        assertThat(connection.getResponseCode()).isEqualTo(302);
        assertThat(only().target()).isEqualTo("/v1/charges");
    }

    @Test
    void sends_nothing_to_a_vendor_without_a_mark() throws Exception {
        gate.reset();
        HttpURLConnection early = charges();
        gate.govern(origin());

        assertThatThrownBy(early::getInputStream)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no governed call stands behind this request");
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void governs_a_call_once_that_a_hook_above_has_opened() throws Exception {
        GovernedCall above =
                Door.open(new CallView("above", "POST", origin() + "/v1/charges", List.of(), new byte[0], null));
        HttpURLConnection connection = charges();
        connection.setRequestProperty(GovernedCall.MARK, above == null ? "" : above.mark());
        connection.setDoOutput(true);
        connection.getOutputStream().write(FORM.getBytes(StandardCharsets.UTF_8));

        assertThat(read(connection.getInputStream())).isEqualTo(BODY);
        assertThat(call().reports()).isZero();
        assertThat(gate.dressed()).hasSize(1);
        dressed(only());
    }

    @Test
    void dresses_each_attempt_when_the_jdk_repeats_an_unanswered_post() throws Exception {
        responder = (request, out, socket) -> {};
        assertThatThrownBy(() -> charge(FORM).getResponseCode()).isInstanceOf(IOException.class);

        failedOnce();
        assertThat(vendor.requests()).hasSizeGreaterThan(1).allSatisfy(JdkClientFixture::dressed);
        assertThat(gate.dressed()).hasSameSizeAs(vendor.requests());
    }

    @Test
    void reports_a_call_that_never_connected_and_was_never_dressed() throws Exception {
        int port;
        try (var closed = RawServer.loopback()) {
            port = closed.getLocalPort();
        }
        gate.govern("http://127.0.0.1:" + port);

        assertThatThrownBy(
                        () -> open("http://127.0.0.1:" + port + "/v1/charges").getResponseCode())
                .isInstanceOf(java.net.ConnectException.class);
        failedOnce();
        assertThat(gate.dressed()).isEmpty();
    }

    @Test
    void reports_a_timeout_as_a_failure() throws Exception {
        responder = (request, out, socket) -> await(new CountDownLatch(1), 1500);
        HttpURLConnection connection = charge(FORM);
        connection.setReadTimeout(200);

        assertThatThrownBy(connection::getResponseCode).isInstanceOf(SocketTimeoutException.class);
        assertThat(connection.getHeaderFields()).isEmpty();
        assertThat(connection.getErrorStream()).isNull();
        failedOnce();
        assertThat(vendor.requests()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void reports_a_truncated_response_as_a_failure_even_where_the_jdk_takes_it_for_whole() throws Exception {
        responder = (request, out, socket) ->
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
        HttpURLConnection connection = charge(FORM);

        assertThat(connection.getResponseCode()).isEqualTo(200);
        failedOnce();
        assertThat(connection.getInputStream().read()).isEqualTo('{');
        try {
            assertThat(connection.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            // As JDK 25 tells it; 17 tells the end.
            assertThat(e).hasMessage("Premature EOF");
        }
    }

    @Test
    void fails_the_read_where_a_chunked_response_breaks_off() throws Exception {
        responder = (request, out, socket) -> out.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{".getBytes(StandardCharsets.US_ASCII));
        HttpURLConnection connection = charge(FORM);

        assertThat(connection.getResponseCode()).isEqualTo(200);
        failedOnce();
        assertThat(connection.getInputStream().read()).isEqualTo('{');
        assertThatThrownBy(() -> connection.getInputStream().read()).isInstanceOf(IOException.class);
    }

    @Test
    void reports_a_response_of_which_the_application_reads_the_status_only() throws Exception {
        assertThat(charge(FORM).getResponseCode()).isEqualTo(200);
        assertThat(call().reports()).isEqualTo(1);
        assertThat(call().whole()).isTrue();
        assertThat(new String(call().body(), StandardCharsets.UTF_8)).isEqualTo(BODY);
    }

    @Test
    void reports_a_vendors_refusal_with_its_body() throws Exception {
        reply("402 Payment Required\r\nContent-Type: application/json", BODY);
        HttpURLConnection connection = charge(FORM);

        assertThatThrownBy(connection::getInputStream).isInstanceOf(IOException.class);
        assertThat(read(connection.getErrorStream())).isEqualTo(BODY);
        assertThat(call().status()).isEqualTo(402);
        assertThat(call().reports()).isEqualTo(1);
        assertThat(new String(call().body(), StandardCharsets.UTF_8)).isEqualTo(BODY);
    }

    @Test
    void does_not_wait_for_the_end_of_a_stream_of_events() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        responder = (request, out, socket) -> {
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n1".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(more, 5000);
            out.write('2');
        };
        HttpURLConnection connection = charge(FORM);
        assertThat(connection.getInputStream().read()).isEqualTo('1');
        assertThat(call().reports()).isZero();
        more.countDown();
        assertThat(read(connection.getInputStream())).isEqualTo("2");

        assertThat(call().reports()).isEqualTo(1);
        assertThat(new String(call().body(), StandardCharsets.UTF_8)).isEqualTo("12");
    }

    @Test
    void reports_a_disconnect_in_the_middle_as_a_failure() throws Exception {
        responder = (request, out, socket) -> {
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n1".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(new CountDownLatch(1), 500);
        };
        HttpURLConnection connection = charge(FORM);
        assertThat(connection.getInputStream().read()).isEqualTo('1');
        connection.disconnect();

        failedOnce();
    }

    @Test
    void leaves_compressed_bytes_as_they_are() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(BODY.getBytes(StandardCharsets.UTF_8));
        }
        responder = (request, out, socket) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(packed.toByteArray());
        };
        assertThat(charge(FORM).getInputStream().readAllBytes()).isEqualTo(packed.toByteArray());
        assertThat(call().body()).isEqualTo(packed.toByteArray());
    }

    @Test
    void governs_a_call_through_a_plain_proxy() throws Exception {
        gate.govern("http://vendor.test");
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://vendor.test/v1/charges")
                .toURL()
                .openConnection(new Proxy(
                        Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), vendor.port())));
        assertThat(connection.getResponseCode()).isEqualTo(200);

        assertThat(only().target()).isEqualTo("http://vendor.test/v1/charges");
        assertThat(gate.dressed().get(0).url()).isEqualTo("http://vendor.test/v1/charges");
        dressed(only());
    }

    @Test
    void gives_a_proxy_that_opens_a_tunnel_neither_mark_nor_key() throws Exception {
        gate.govern("https://vendor.test");
        reply("403 Forbidden", "no");
        HttpURLConnection connection = (HttpURLConnection) URI.create("https://vendor.test/v1/charges")
                .toURL()
                .openConnection(new Proxy(
                        Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), vendor.port())));
        connection.setRequestProperty("Authorization", "Bearer " + APP_KEY);
        assertThatThrownBy(connection::getResponseCode).isInstanceOf(IOException.class);

        assertThat(only().method()).isEqualTo("CONNECT");
        bare(only().head());
        assertThat(only().head()).doesNotContain(APP_KEY);
        failedOnce();
    }

    @Test
    void governs_each_of_64_threads_calls_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<String>> got = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                String form = "amount=" + i;
                Callable<String> task = () -> read(charge(form).getInputStream());
                got.add(threads.submit(task));
            }
            for (Future<String> one : got) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(BODY);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(gate.calls())
                .hasSize(256)
                .allSatisfy(call -> assertThat(call.reports()).isEqualTo(1));
        assertThat(vendor.requests()).hasSize(256).allSatisfy(JdkClientFixture::dressed);
    }

    @Test
    void hands_out_the_jdks_own_connection_to_anybody_else() throws Exception {
        HttpURLConnection connection = open(otherOrigin() + "/");
        assertThat(connection.getClass().getName()).isEqualTo("sun.net.www.protocol.http.HttpURLConnection");
        assertThat(read(connection.getInputStream())).isEqualTo("other");
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
