// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.bridge.CallView;
import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.wire.JdkClientFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JdkHttpBodiesTest extends JdkClientFixture {

    private static final String FORM = "amount=2900";

    @TempDir
    static Path dir;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    @Override
    protected Hook hook() {
        return new JdkHttpHook();
    }

    private HttpRequest post(BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(origin() + "/v1/charges"))
                .POST(body)
                .build();
    }

    private static byte[] form() {
        return FORM.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> publishers() throws IOException {
        Path file = Files.write(dir.resolve("form"), form());
        return Stream.of(
                Arguments.of("ofString", BodyPublishers.ofString(FORM)),
                Arguments.of("ofByteArray", BodyPublishers.ofByteArray(form())),
                Arguments.of(
                        "ofByteArrays",
                        BodyPublishers.ofByteArrays(List.of(
                                "amo".getBytes(StandardCharsets.UTF_8), "unt=2900".getBytes(StandardCharsets.UTF_8)))),
                Arguments.of("ofFile", BodyPublishers.ofFile(file)),
                Arguments.of("ofInputStream", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form()))),
                Arguments.of(
                        "concat",
                        BodyPublishers.concat(BodyPublishers.ofString("amount="), BodyPublishers.ofString("2900"))),
                Arguments.of("fromPublisher", BodyPublishers.fromPublisher(BodyPublishers.ofString(FORM))),
                Arguments.of(
                        "fromPublisher with length",
                        BodyPublishers.fromPublisher(BodyPublishers.ofString(FORM), FORM.length())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publishers")
    void shows_and_sends_what_every_publisher_publishes(String name, BodyPublisher body) throws Exception {
        HttpResponse<String> sync = client.send(post(body), BodyHandlers.ofString());
        HttpResponse<String> async =
                client.sendAsync(post(body), BodyHandlers.ofString()).get(10, TimeUnit.SECONDS);

        assertThat(sync.body()).isEqualTo(async.body()).isEqualTo(BODY);
        assertThat(gate.views()).hasSize(2).allSatisfy(view -> {
            assertThat(view.body()).isEqualTo(form());
            assertThat(view.bodyProblem()).isNull();
        });
        assertThat(vendor.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.text()).isEqualTo(FORM);
            assertThat(request.header("Content-Length"))
                    .isEqualTo(body.contentLength() < 0 ? null : Long.toString(body.contentLength()));
        });
    }

    @Test
    void reads_a_stream_that_can_be_read_once_only_once_and_sends_it_again_on_a_redirect() throws Exception {
        redirect(307, "/moved");
        AtomicInteger opened = new AtomicInteger();
        InputStream once = new ByteArrayInputStream(form());
        client.send(
                post(BodyPublishers.ofInputStream(() -> {
                    opened.incrementAndGet();
                    return once;
                })),
                BodyHandlers.ofString());

        assertThat(opened).hasValue(1);
        assertThat(vendor.requests()).extracting(request -> request.text()).containsExactly(FORM, FORM);
    }

    @Test
    void sends_a_body_of_100_MB_unseen_and_whole() throws Exception {
        long size = 100L << 20;
        client.send(post(BodyPublishers.ofInputStream(() -> zeros(size))), BodyHandlers.ofString());

        assertThat(gate.views().get(0).body()).isNull();
        assertThat(gate.views().get(0).bodyProblem())
                .isEqualTo("the body is larger than " + CallView.MAX_BODY + " bytes");
        assertThat(only().length()).isEqualTo(size);
        dressed(only());
    }

    @Test
    void does_not_read_a_body_whose_announced_length_is_too_large() {
        refuse(403, "{}");
        AtomicInteger subscribed = new AtomicInteger();
        BodyPublisher huge = new BodyPublisher() {
            @Override
            public long contentLength() {
                return CallView.MAX_BODY + 1L;
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                subscribed.incrementAndGet();
            }
        };
        assertThat(client.sendAsync(post(huge), BodyHandlers.ofString()).join().statusCode())
                .isEqualTo(403);
        assertThat(subscribed).hasValue(0);
        assertThat(gate.views().get(0).body()).isNull();
    }

    @Test
    @SuppressWarnings("try") // closed early: that is the body's end
    void does_not_hold_a_caller_that_feeds_the_body_itself_for_ever_and_sends_all_of_it() throws Exception {
        try (SubmissionPublisher<ByteBuffer> feed = new SubmissionPublisher<>()) {
            CompletableFuture<HttpResponse<String>> future =
                    client.sendAsync(post(BodyPublishers.fromPublisher(feed)), BodyHandlers.ofString());
            assertThat(gate.views().get(0).body()).isNull();
            assertThat(gate.views().get(0).bodyProblem()).contains("was not produced within");
            feed.submit(ByteBuffer.wrap("amount=".getBytes(StandardCharsets.UTF_8)));
            feed.submit(ByteBuffer.wrap("2900".getBytes(StandardCharsets.UTF_8)));
            feed.close();
            assertThat(future.get(10, TimeUnit.SECONDS).body()).isEqualTo(BODY);
        }
        assertThat(only().text()).isEqualTo(FORM);
    }

    @Test
    void lets_go_of_the_publisher_of_a_call_that_is_refused() throws Exception {
        refuse(403, "{}");
        try (SubmissionPublisher<ByteBuffer> feed = new SubmissionPublisher<>()) {
            client.sendAsync(post(BodyPublishers.fromPublisher(feed)), BodyHandlers.ofString())
                    .get(10, TimeUnit.SECONDS);
            assertThat(feed.getNumberOfSubscribers()).isZero();
        }
    }

    @Test
    void tells_a_body_that_cannot_be_read_and_leaves_the_error_to_the_client() {
        BodyPublisher broken = BodyPublishers.ofInputStream(() -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("mine");
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                throw new IOException("mine");
            }
        });
        assertThatThrownBy(() -> client.send(post(broken), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(gate.views().get(0).bodyProblem()).startsWith("the body cannot be read");
        assertThat(call().reports()).isEqualTo(1);
    }

    static Stream<Arguments> handlers() {
        return Stream.of(
                handler("ofString", BodyHandlers.ofString(), body -> body),
                handler("ofByteArray", BodyHandlers.ofByteArray(), body -> new String(body, StandardCharsets.UTF_8)),
                handler("ofInputStream", BodyHandlers.ofInputStream(), JdkHttpBodiesTest::read),
                handler("ofFile", BodyHandlers.ofFile(dir.resolve("answer")), JdkHttpBodiesTest::read),
                handler("ofLines", BodyHandlers.ofLines(), lines -> lines.collect(Collectors.joining())),
                handler("discarding", BodyHandlers.discarding(), nothing -> BODY),
                handler("replacing", BodyHandlers.replacing(BODY), body -> body),
                handler("buffering", BodyHandlers.buffering(BodyHandlers.ofString(), 3), body -> body),
                handler("ofByteArrayConsumer", consumer(), body -> body),
                handler("ofPublisher", BodyHandlers.ofPublisher(), JdkHttpBodiesTest::read),
                handler(
                        "mapping",
                        info -> BodySubscribers.mapping(BodySubscribers.ofString(StandardCharsets.UTF_8), s -> s),
                        body -> body),
                handler("one by one, on another thread", info -> new Slow(), body -> body));
    }

    private static <T> Arguments handler(String name, BodyHandler<T> handler, Function<T, String> text) {
        return Arguments.of(name, handler, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handlers")
    <T> void answers_every_body_handler(String name, BodyHandler<T> handler, Function<T, String> text)
            throws Exception {
        for (int status : new int[] {200, 403}) {
            refuse(status, BODY);
            HttpRequest request = post(BodyPublishers.ofString(FORM));
            HttpResponse<T> sync = client.send(request, handler);
            assertThat(text.apply(sync.body())).isEqualTo(BODY);
            HttpResponse<T> async = client.sendAsync(request, handler).get(10, TimeUnit.SECONDS);
            assertThat(text.apply(async.body())).isEqualTo(BODY);

            assertThat(sync.statusCode()).isEqualTo(status);
            assertThat(sync.request()).isSameAs(request);
            assertThat(sync.uri()).isEqualTo(request.uri());
            assertThat(sync.headers().firstValue("stripe-should-retry")).hasValue("false");
            assertThat(sync.headers().firstValueAsLong("content-length")).hasValue(BODY.length());
            assertThat(sync.previousResponse()).isEmpty();
            assertThat(sync.sslSession()).isEmpty();
            assertThat(async.version()).isNotNull();
        }
        assertThat(vendor.connections()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handlers")
    <T> void hands_the_vendors_body_through_every_body_handler(
            String name, BodyHandler<T> handler, Function<T, String> text) throws Exception {
        HttpResponse<T> response = client.send(post(BodyPublishers.ofString(FORM)), handler);

        assertThat(text.apply(response.body())).isEqualTo(BODY);
        assertThat(call().reports()).isEqualTo(1);
        assertThat(call().status()).isEqualTo(200);
    }

    @Test
    void answers_without_a_body_where_there_can_be_none() throws Exception {
        refuse(403, BODY);
        HttpRequest head = HttpRequest.newBuilder(URI.create(origin() + "/v1/charges"))
                .method("HEAD", BodyPublishers.noBody())
                .build();
        assertThat(client.send(head, BodyHandlers.ofString()).body()).isEmpty();
    }

    @Test
    void fails_an_answered_call_as_the_client_does_when_the_body_handler_throws() {
        refuse(403, BODY);
        assertThatThrownBy(() -> client.send(post(BodyPublishers.ofString(FORM)), info -> {
                    throw new IllegalStateException("mine");
                }))
                .isInstanceOf(IOException.class);
    }

    private static BodyHandler<String> consumer() {
        return info -> {
            StringBuilder text = new StringBuilder();
            return BodySubscribers.mapping(
                    BodySubscribers.ofByteArrayConsumer(
                            bytes -> bytes.ifPresent(some -> text.append(new String(some, StandardCharsets.UTF_8)))),
                    nothing -> text.toString());
        };
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Flow.Publisher<List<ByteBuffer>> publisher) {
        HttpResponse.BodySubscriber<String> subscriber = BodySubscribers.ofString(StandardCharsets.UTF_8);
        publisher.subscribe(subscriber);
        return subscriber.getBody().toCompletableFuture().join();
    }

    private static InputStream zeros(long size) {
        return new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] into, int offset, int count) {
                int given = (int) Math.min(count, left);
                left -= given;
                return given == 0 ? -1 : given;
            }
        };
    }

    /** Asks for one item at a time, late, from elsewhere. */
    private static final class Slow implements HttpResponse.BodySubscriber<String> {
        private final CompletableFuture<String> body = new CompletableFuture<>();
        private final List<String> parts = new ArrayList<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        @Override
        public CompletionStage<String> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            ask();
        }

        private void ask() {
            CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS)
                    .execute(() -> subscription.join().request(1));
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            item.forEach(
                    buffer -> parts.add(StandardCharsets.UTF_8.decode(buffer).toString()));
            ask();
        }

        @Override
        public void onError(Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            body.complete(String.join("", parts));
        }
    }
}
