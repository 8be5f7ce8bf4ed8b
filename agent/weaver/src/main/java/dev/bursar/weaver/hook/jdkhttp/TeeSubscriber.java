// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.weaver.hook.wire.Outcome;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Shows the body to the outcome on its way to the application's own subscriber, and changes nothing. */
final class TeeSubscriber<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> own;
    private final Outcome outcome;

    TeeSubscriber(BodySubscriber<T> own, Outcome outcome) {
        this.own = own;
        this.outcome = outcome;
    }

    static List<Map.Entry<String, String>> list(HttpHeaders headers) {
        return headers.map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> Map.entry(header.getKey(), value)))
                .toList();
    }

    @Override
    public CompletionStage<T> getBody() {
        return own.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        own.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscription.request(n);
            }

            @Override
            public void cancel() {
                outcome.givenUp();
                subscription.cancel();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        for (ByteBuffer buffer : item) {
            if (outcome.wanting() > 0 && buffer.hasRemaining()) {
                byte[] copy = new byte[buffer.remaining()];
                buffer.duplicate().get(copy);
                outcome.body(copy, 0, copy.length);
            }
        }
        own.onNext(item);
    }

    @Override
    public void onError(Throwable throwable) {
        outcome.failed(throwable);
        own.onError(throwable);
    }

    @Override
    public void onComplete() {
        outcome.end();
        own.onComplete();
    }
}
