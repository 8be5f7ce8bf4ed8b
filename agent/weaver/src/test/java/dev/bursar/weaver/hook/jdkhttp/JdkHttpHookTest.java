// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.wire.JdkClientFixture;
import dev.bursar.weaver.hook.wire.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkHttpHookTest extends JdkClientFixture {

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    @Override
    protected Hook hook() {
        return new JdkHttpHook();
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + APP_KEY);
    }

    private HttpRequest.Builder charge() {
        return request(origin() + "/v1/charges").POST(BodyPublishers.ofString("amount=2900"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void gives_the_application_its_own_request_back_without_mark_or_key() throws Exception {
        HttpRequest request = charge().build();
        HttpResponse<String> response =
                client.sendAsync(request, BodyHandlers.ofString()).get(10, TimeUnit.SECONDS);

        assertThat(response.request()).isSameAs(request);
        assertThat(response.uri()).isEqualTo(request.uri());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(response.toString() + response.headers().map()).doesNotContain(REAL_KEY);
        dressed(only());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "PUT", "PATCH", "OPTIONS"})
    void governs_every_method(String method) throws Exception {
        HttpRequest.BodyPublisher body =
                method.startsWith("P") ? BodyPublishers.ofString("a=1") : BodyPublishers.noBody();
        HttpResponse<String> response =
                send(request(origin() + "/v1/charges/ch_1").method(method, body));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(gate.views().get(0).method()).isEqualTo(method);
        assertThat(gate.dressed().get(0).method()).isEqualTo(method);
        assertThat(call().reports()).isEqualTo(1);
        assertThat(call().whole()).isTrue();
        dressed(only());
    }

    @Test
    void asks_again_for_the_hop_of_a_redirect_and_dresses_it_by_itself() throws Exception {
        redirect(307, "/moved");
        HttpResponse<String> response = send(charge());

        assertThat(response.body()).isEqualTo(BODY);
        assertThat(gate.calls()).hasSize(1);
        assertThat(gate.dressed())
                .extracting(d -> d.method() + " " + d.url())
                .containsExactly("POST " + origin() + "/v1/charges", "POST " + origin() + "/moved");
        assertThat(vendor.requests()).allSatisfy(JdkClientFixture::dressed);
        assertThat(vendor.requests()).extracting(RawServer.Request::text).containsExactly("amount=2900", "amount=2900");
        assertThat(response.request().headers().map()).doesNotContainKey(GovernedCall.MARK);
        assertThat(response.previousResponse().orElseThrow().request().headers().map())
                .doesNotContainKey(GovernedCall.MARK);
        assertThat(call().reports()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void asks_for_a_post_that_became_a_get_as_a_get(int status) throws Exception {
        redirect(status, "/moved");
        send(charge());

        assertThat(gate.dressed())
                .extracting(d -> d.method() + " " + d.url())
                .containsExactly("POST " + origin() + "/v1/charges", "GET " + origin() + "/moved");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307, 308})
    void carries_no_key_and_no_mark_to_another_host(int status) throws Exception {
        redirect(status, otherOrigin() + "/elsewhere");
        HttpResponse<String> response = send(charge());

        assertThat(response.body()).isEqualTo("other");
        bare(other.requests().get(0).head());
        assertThat(call().reports()).isEqualTo(1);
    }

    /** The host alone is watched before the URL is looked at, so such a request passes through the hook's hands. */
    @Test
    void leaves_a_call_to_another_port_of_the_vendors_host_as_it_is() throws Exception {
        HttpRequest request = request("http://127.0.0.1:" + other.port() + "/v1/charges")
                .POST(BodyPublishers.ofString("amount=2900"))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("other");
        assertThat(other.requests()).singleElement().satisfies(seen -> {
            assertThat(seen.text()).isEqualTo("amount=2900");
            assertThat(seen.head()).contains("Bearer " + APP_KEY).doesNotContainIgnoringCase(GovernedCall.MARK);
        });
    }

    @Test
    void sends_nothing_to_a_vendor_without_a_mark() {
        // Governed only after the outer hook has let the request pass.
        gate.reset();
        CookieHandler late = new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                gate.govern(origin());
                return Map.of();
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {}
        };
        HttpClient sly = HttpClient.newBuilder().cookieHandler(late).build();

        assertThatThrownBy(() -> sly.send(charge().build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no governed call stands behind this request");
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void reports_a_call_that_never_connected_and_was_never_dressed() throws Exception {
        int port;
        try (var closed = RawServer.loopback()) {
            port = closed.getLocalPort();
        }
        gate.govern("http://127.0.0.1:" + port);

        assertThatThrownBy(() -> send(request("http://127.0.0.1:" + port + "/v1/charges")))
                .isInstanceOf(java.net.ConnectException.class);
        failedOnce();
        assertThat(gate.dressed()).isEmpty();
    }

    @Test
    void reports_a_timeout_as_a_failure() {
        responder = (request, out, socket) -> await(new CountDownLatch(1), 1500);

        assertThatThrownBy(() -> send(charge().timeout(Duration.ofMillis(300))))
                .isInstanceOf(HttpTimeoutException.class);
        failedOnce();
        assertThat(gate.dressed()).hasSize(1);
    }

    @Test
    void reports_a_reset_after_sending_as_a_failure_and_does_not_send_a_post_twice() {
        responder = (request, out, socket) -> socket.setSoLinger(true, 0);

        assertThatThrownBy(() -> send(charge())).isInstanceOf(IOException.class);
        failedOnce();
        assertThat(gate.dressed()).hasSize(1);
    }

    @Test
    void reports_a_truncated_response_as_a_failure() {
        responder = (request, out, socket) ->
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> send(charge())).isInstanceOf(IOException.class);
        failedOnce();
    }

    @Test
    void reports_a_cancelled_call_as_a_failure() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        responder = (request, out, socket) -> {
            arrived.countDown();
            await(gone, 5000);
        };
        CompletableFuture<HttpResponse<String>> future = client.sendAsync(charge().build(), BodyHandlers.ofString());
        assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
        future.cancel(true);

        // Which of the two comes first, the exchange's end or the future's, is open in the client too.
        assertThatThrownBy(() -> future.get(5, TimeUnit.SECONDS))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(CancellationException.class),
                        thrown -> assertThat(thrown).hasCauseInstanceOf(CancellationException.class));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (call().reports() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        failedOnce();
        gone.countDown();
    }

    @Test
    void reports_a_response_that_the_application_lets_go_of_as_a_failure() throws Exception {
        responder = (request, out, socket) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(new CountDownLatch(1), 500);
        };
        HttpResponse<InputStream> response = client.send(charge().build(), BodyHandlers.ofInputStream());
        assertThat(response.body().read()).isEqualTo('{');
        assertThat(call().reports()).isZero();
        response.body().close();

        failedOnce();
    }

    @Test
    void reports_as_soon_as_the_announced_length_is_there() throws Exception {
        HttpResponse<InputStream> response = client.send(charge().build(), BodyHandlers.ofInputStream());
        byte[] read = response.body().readNBytes(BODY.length());

        assertThat(read).hasSize(BODY.length());
        assertThat(call().reports()).isEqualTo(1);
        assertThat(call().whole()).isTrue();
        response.body().close();
        assertThat(call().reports()).isEqualTo(1);
    }

    @Test
    void reports_the_head_alone_when_no_body_is_wanted() throws Exception {
        gate.wantBody(0);
        assertThat(send(charge()).body()).isEqualTo(BODY);
        assertThat(call().status()).isEqualTo(200);
        assertThat(call().body()).isEmpty();
        assertThat(call().reports()).isEqualTo(1);
    }

    @Test
    void keeps_the_report_when_the_applications_own_body_handler_throws() {
        assertThatThrownBy(() -> client.send(charge().build(), info -> {
                    throw new IllegalStateException("mine");
                }))
                .isInstanceOf(IOException.class);
        assertThat(call().reports()).isEqualTo(1);
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
        HttpResponse<byte[]> response = client.send(charge().build(), BodyHandlers.ofByteArray());

        assertThat(response.body()).isEqualTo(packed.toByteArray());
        assertThat(call().body()).isEqualTo(packed.toByteArray());
    }

    @Test
    void waits_for_the_servers_consent_where_the_application_does() throws Exception {
        HttpResponse<String> response = send(charge().expectContinue(true));

        assertThat(response.body()).isEqualTo(BODY);
        assertThat(only().text()).isEqualTo("amount=2900");
        dressed(only());
    }

    @Test
    void governs_a_call_through_a_plain_proxy() throws Exception {
        gate.govern("http://vendor.test");
        HttpClient proxied = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), vendor.port())))
                .build();
        proxied.send(request("http://vendor.test/v1/charges").build(), BodyHandlers.ofString());

        assertThat(only().target()).isEqualTo("http://vendor.test/v1/charges");
        assertThat(gate.dressed().get(0).url()).isEqualTo("http://vendor.test/v1/charges");
        dressed(only());
    }

    @Test
    void gives_a_proxy_that_opens_a_tunnel_neither_mark_nor_key() {
        gate.govern("https://vendor.test");
        reply("403 Forbidden", "no");
        HttpClient proxied = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), vendor.port())))
                .build();
        try {
            proxied.send(request("https://vendor.test/v1/charges").build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            assertThat(e).isNotInstanceOf(InterruptedException.class);
        }

        assertThat(only().method()).isEqualTo("CONNECT");
        bare(only().head());
        assertThat(only().head()).doesNotContain(APP_KEY);
    }

    @Test
    void governs_each_of_64_threads_calls_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<String>> got = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                String amount = "amount=" + i;
                Callable<String> task =
                        () -> send(request(origin() + "/v1/charges").POST(BodyPublishers.ofString(amount)))
                                .body();
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
    void leaves_wrong_arguments_to_the_client() {
        assertThatThrownBy(() -> client.send(charge().build(), null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.sendAsync(charge().header("Bad", "x").build(), null)
                        .get())
                .isInstanceOfAny(NullPointerException.class, ExecutionException.class);
        assertThat(gate.views()).isEmpty();
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
