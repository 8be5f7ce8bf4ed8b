// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Hands an answer made here to the application's own body handler, in the way the client hands over one from the network. */
final class Synthetic {

    private Synthetic() {}

    /** @param executor where the body handler runs and dependent stages do not; {@code null} for the caller's own thread */
    static <T> CompletableFuture<HttpResponse<T>> future(
            HttpRequest request, Answer answer, BodyHandler<T> handler, @Nullable Executor executor) {
        if (executor == null) {
            return respond(request, answer, handler);
        }
        return CompletableFuture.completedFuture(answer)
                .thenComposeAsync(given -> respond(request, given, handler), executor)
                .whenCompleteAsync((response, error) -> {});
    }

    private static <T> CompletableFuture<HttpResponse<T>> respond(
            HttpRequest request, Answer answer, BodyHandler<T> handler) {
        byte[] body = "HEAD".equals(request.method()) ? new byte[0] : answer.body();
        HttpHeaders headers = headers(answer);
        try {
            BodySubscriber<T> subscriber = handler.apply(new Info(answer.status(), headers));
            new Delivery(subscriber, body).start();
            return subscriber
                    .getBody()
                    .<HttpResponse<T>>thenApply(result -> new Response<>(answer.status(), request, headers, result))
                    .toCompletableFuture();
        } catch (CompletionException e) {
            return CompletableFuture.failedFuture(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static HttpHeaders headers(Answer answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.headers()
                .forEach(header -> headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>())
                        .add(header.getValue()));
        if (headers.keySet().stream().noneMatch("Content-Length"::equalsIgnoreCase)) {
            headers.put("Content-Length", List.of(Integer.toString(answer.body().length)));
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    private record Info(int statusCode, HttpHeaders headers) implements HttpResponse.ResponseInfo {
        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }

    private record Response<T>(int statusCode, HttpRequest request, HttpHeaders headers, T body)
            implements HttpResponse<T> {
        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }

        /** As the JDK's own: no headers, no body. */
        @Override
        public String toString() {
            return "(" + request.method() + " " + request.uri() + ") " + statusCode;
        }
    }

    /** Delivers one body: no byte before it is asked for, nothing after it is cancelled, never two signals at once. */
    private static final class Delivery implements Flow.Subscription {
        private final BodySubscriber<?> subscriber;
        private final byte[] body;
        private boolean subscribed;
        private boolean asked;
        private boolean done;

        Delivery(BodySubscriber<?> subscriber, byte[] body) {
            this.subscriber = subscriber;
            this.body = body;
        }

        void start() {
            subscriber.onSubscribe(this);
            synchronized (this) {
                subscribed = true;
            }
            deliver();
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                boolean tell;
                synchronized (this) {
                    tell = !done;
                    done = true;
                }
                if (tell) {
                    subscriber.onError(new IllegalArgumentException("non-positive subscription request"));
                }
                return;
            }
            synchronized (this) {
                asked = true;
            }
            deliver();
        }

        @Override
        public synchronized void cancel() {
            done = true;
        }

        private void deliver() {
            synchronized (this) {
                if (done || !subscribed || (!asked && body.length > 0)) {
                    return;
                }
                done = true;
            }
            if (body.length > 0) {
                subscriber.onNext(List.of(ByteBuffer.wrap(body).asReadOnlyBuffer()));
            }
            subscriber.onComplete();
        }
    }
}
