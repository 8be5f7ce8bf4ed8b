// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Door;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.hook.wire.Outcome;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call from the outer hook's entry to its exit: what the client goes on with, or what it is answered instead. What it goes on with
 * replaces the client's own arguments as it is, nulls included.
 */
record Sending<T>(
        HttpRequest own,
        @Nullable HttpRequest request,
        @Nullable BodyHandler<T> handler,
        @Nullable PushPromiseHandler<T> pushed,
        @Nullable CompletableFuture<HttpResponse<T>> answered,
        @Nullable Outcome outcome) {

    static <T> Sending<T> open(
            HttpRequest own,
            BodyHandler<T> handler,
            @Nullable PushPromiseHandler<T> pushed,
            @Nullable Executor executor) {
        GovernedRequest seen = GovernedRequest.snapshot(own);
        PeekedBody body = PeekedBody.of(seen.bodyPublisher().orElse(null));
        GovernedCall call = null;
        try {
            call = Door.open(new CallView(
                    "java.net.http",
                    seen.method().toUpperCase(Locale.ROOT),
                    seen.uri().toString(),
                    TeeSubscriber.list(seen.headers()),
                    body.bytes(),
                    body.problem()));
        } catch (Throwable e) {
            // The body has been read, so the request goes on with its replay; unmarked, the wire hook refuses it.
            Door.alarm("the hook of java.net.http failed with " + e.getClass().getName());
        }
        if (call == null) {
            return new Sending<>(own, seen.with(body.publisher(), null), handler, pushed, null, null);
        }
        Answer answer = call.answer();
        if (answer != null) {
            body.cancel();
            return new Sending<>(own, null, null, null, Synthetic.future(own, answer, handler, executor), null);
        }
        Outcome outcome = new Outcome(call);
        return new Sending<>(
                own,
                seen.with(body.publisher(), call.mark()),
                watching(seen.method(), handler, outcome),
                pushed == null
                        ? null
                        : (initiating, promise, acceptor) -> pushed.applyPushPromise(own, promise, acceptor),
                null,
                outcome);
    }

    private static <T> BodyHandler<T> watching(String method, BodyHandler<T> handler, Outcome outcome) {
        return info -> {
            int status = info.statusCode();
            outcome.head(
                    status,
                    TeeSubscriber.list(info.headers()),
                    method.equals("HEAD") || status == 204 || status == 304);
            HttpResponse.BodySubscriber<T> subscriber = handler.apply(info);
            return outcome.wanting() > 0 ? new TeeSubscriber<>(subscriber, outcome) : subscriber;
        };
    }

    /** The future for the application, whose cancellation still reaches the exchange: the client's futures hand it down. */
    @Nullable
    CompletableFuture<HttpResponse<T>> sent(
            @Nullable CompletableFuture<HttpResponse<T>> returned, @Nullable Throwable thrown) {
        if (outcome == null) {
            return null;
        }
        if (returned == null) {
            outcome.failed(thrown == null ? new CancellationException() : thrown);
            return null;
        }
        CompletableFuture<HttpResponse<T>> watched = returned.whenComplete((response, error) -> {
            if (error != null) {
                outcome.failed(
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
            }
        });
        return watched.thenApply(response -> new GovernedResponse<>(response, own));
    }
}
