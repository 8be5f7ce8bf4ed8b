// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.wire.JdkClientFixture;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkHttp2Test extends JdkClientFixture {

    /** Stands between the outer hook and the wire, as an application's cookie handler does. */
    private static final class Between extends CookieHandler {
        private final List<Map<String, List<String>>> seen = new CopyOnWriteArrayList<>();
        private volatile @Nullable Runnable then;

        @Override
        public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            seen.add(headers);
            Runnable now = then;
            if (now != null) {
                now.run();
            }
            return Map.of("Cookie", List.of("a=b"));
        }

        @Override
        public void put(URI uri, Map<String, List<String>> headers) {}
    }

    private final Between between = new Between();
    private Http2Server http2;
    private HttpClient client;

    @Override
    protected Hook hook() {
        return new JdkHttpHook();
    }

    @BeforeEach
    void open() throws Exception {
        http2 = new Http2Server();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .cookieHandler(between)
                .build();
        gate.govern(http2.origin());
    }

    @AfterEach
    void close() throws Exception {
        http2.close();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create(http2.origin() + "/v1/charges?expand=x"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + APP_KEY);
    }

    @Test
    void dresses_the_upgrade_and_every_stream_after_it() throws Exception {
        client.send(request().build(), BodyHandlers.ofString());
        HttpRequest post =
                request().POST(BodyPublishers.ofString("amount=2900")).build();
        HttpResponse<String> response = client.send(post, BodyHandlers.ofString());

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).isEqualTo("ok");
        assertThat(response.request()).isSameAs(post);
        assertThat(http2.upgrades()).hasSize(1);
        assertThat(http2.upgrades().get(0))
                .contains("Authorization: Bearer " + REAL_KEY + "\r\n")
                .doesNotContain(APP_KEY)
                .doesNotContainIgnoringCase(GovernedCall.MARK);
        assertThat(http2.streams()).hasSize(1);
        assertThat(http2.streams().get(0))
                .containsEntry("authorization", "Bearer " + REAL_KEY)
                .containsEntry(":method", "POST")
                .containsEntry("cookie", "a=b")
                .doesNotContainKey("bursar-call");
        assertThat(gate.dressed())
                .extracting(d -> d.method() + " " + d.url())
                .containsExactly(
                        "GET " + http2.origin() + "/v1/charges?expand=x",
                        "POST " + http2.origin() + "/v1/charges?expand=x");
        assertThat(gate.calls())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.reports()).isEqualTo(1));
        assertThat(between.seen.toString()).doesNotContain(REAL_KEY);
    }

    @Test
    void makes_no_stream_for_a_vendor_without_a_mark() throws Exception {
        client.send(request().build(), BodyHandlers.ofString());
        gate.reset().key(REAL_KEY);
        between.then = () -> gate.govern(http2.origin());

        assertThatThrownBy(() -> client.send(request().build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no governed call stands behind this request");
        assertThat(http2.streams()).isEmpty();
        between.then = null;
        assertThat(client.send(request().build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void strips_the_mark_from_a_stream_whatever_the_dressing_says() {
        HttpHeaders headers =
                HttpHeaders.of(Map.of("bursar-CALL", List.of("m"), "A", List.of("b")), (name, value) -> true);
        assertThat(Http2HeadAdvice.dress(headers, Dressing.NONE).map()).containsOnlyKeys("A");
    }

    @Test
    void leaves_a_stream_to_anybody_else_alone() throws Exception {
        gate.reset();
        client.send(request().build(), BodyHandlers.ofString());
        client.send(request().build(), BodyHandlers.ofString());

        assertThat(http2.streams().get(0)).containsEntry("authorization", "Bearer " + APP_KEY);
    }
}
