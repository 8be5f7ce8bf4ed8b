// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import dev.bursar.bridge.Door;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription to a retrying operator: a run, which is open until its subscriber has the last signal or cancels. Each subscription to the
 * operator's source is an attempt of it.
 */
final class RetryRun implements CoreSubscriber<Object>, Scannable {

    static final String NAME = "reactor";

    private final CoreSubscriber<Object> actual;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private final @Nullable Object token;

    private RetryRun(CoreSubscriber<Object> actual) {
        this.actual = actual;
        this.token = Door.openRun(NAME, null);
    }

    @SuppressWarnings("unchecked")
    static @Nullable RetryRun open(@Nullable Object actual) {
        return actual instanceof CoreSubscriber<?> subscriber
                ? new RetryRun((CoreSubscriber<Object>) subscriber)
                : null;
    }

    /** The operator has been subscribed to, and goes on wherever it will. */
    void leave(@Nullable Throwable thrown) {
        Door.leave(token, done, thrown);
    }

    /** A source that begins an attempt each time it is subscribed to. */
    @SuppressWarnings("unchecked")
    static @Nullable Object attempts(@Nullable Object source) {
        return source instanceof CorePublisher<?> publisher && !(source instanceof Attempts)
                ? new Attempts((CorePublisher<Object>) publisher, Door.capture())
                : source;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        actual.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                subscription.request(n);
            }

            @Override
            public void cancel() {
                subscription.cancel();
                done.complete(null);
            }
        });
    }

    @Override
    public void onNext(Object value) {
        actual.onNext(value);
    }

    @Override
    public void onError(Throwable failure) {
        try {
            actual.onError(failure);
        } finally {
            done.completeExceptionally(failure);
        }
    }

    @Override
    public void onComplete() {
        try {
            actual.onComplete();
        } finally {
            done.complete(null);
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
    }

    /** @param scope of the run, outside of any attempt of it */
    private record Attempts(
            CorePublisher<Object> source, @Nullable Object scope) implements CorePublisher<Object> {

        @Override
        public void subscribe(CoreSubscriber<? super Object> subscriber) {
            // From the end of the attempt before, and so maybe from inside it.
            Object resumed = Door.resume(scope);
            try {
                Object attempt = Door.beginAttempt(NAME);
                try {
                    source.subscribe(ScopedSource.isOperator(source) ? subscriber : ScopedSubscriber.anew(subscriber));
                } finally {
                    Door.leave(attempt, null, null);
                }
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void subscribe(Subscriber<? super Object> subscriber) {
            subscribe(Operators.toCoreSubscriber(subscriber));
        }
    }
}
