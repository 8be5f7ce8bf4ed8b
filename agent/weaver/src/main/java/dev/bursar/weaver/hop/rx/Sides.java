// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.bridge.Door;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The border between a run, an attempt or a tool and the observer of what it does: signals go out to the scope outside, requests and
 * disposals go in to the scope inside. The inside ends with the terminal signal, before that is passed on, or when it is disposed of.
 */
final class Sides {

    /** Sees to the scope of its signals itself. */
    interface Placed {}

    private final @Nullable Object outside;
    private final @Nullable Object inside;
    private final CompletableFuture<@Nullable Void> end;

    /**
     * @param outside the scope that was captured before the inside was entered; {@code null} where there was none
     * @param inside the scope that was captured after it
     */
    Sides(@Nullable Object outside, @Nullable Object inside) {
        this(outside, inside, new CompletableFuture<>());
    }

    /** @param end is completed when the inside ends */
    Sides(@Nullable Object outside, @Nullable Object inside, CompletableFuture<@Nullable Void> end) {
        this.outside = outside;
        this.inside = inside;
        this.end = end;
    }

    /** Completes when the inside ends: exceptionally if it failed, normally if it was disposed of. */
    CompletionStage<@Nullable Void> end() {
        return end;
    }

    private @Nullable Object goOut() {
        return outside == null ? Door.nobody() : Door.resume(outside);
    }

    /** Takes up the scope inside; to be given to {@link Door#suspend}. */
    @Nullable
    Object goIn() {
        return Door.resume(inside);
    }

    private void completed() {
        end.complete(null);
    }

    private void failed(Throwable failure) {
        end.completeExceptionally(failure);
    }

    /** As {@code actual}, but across this border. */
    @SuppressWarnings("unchecked")
    FlowableSubscriber<Object> around(Subscriber<?> actual) {
        return new OfFlowable(this, (Subscriber<Object>) actual);
    }

    /** As {@code actual}, but across this border. */
    @SuppressWarnings("unchecked")
    Observer<Object> around(Observer<?> actual) {
        return new OfObservable(this, (Observer<Object>) actual);
    }

    /** As {@code actual}, but across this border. */
    @SuppressWarnings("unchecked")
    MaybeObserver<Object> around(MaybeObserver<?> actual) {
        return new OfMaybe(this, (MaybeObserver<Object>) actual);
    }

    private static final class OfFlowable implements FlowableSubscriber<Object>, Subscription, Placed {
        private final Sides sides;
        private final Subscriber<Object> actual;
        private @Nullable Subscription upstream;

        OfFlowable(Sides sides, Subscriber<Object> actual) {
            this.sides = sides;
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            Object out = sides.goOut();
            try {
                actual.onSubscribe(this);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onNext(Object value) {
            Object out = sides.goOut();
            try {
                actual.onNext(value);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onError(Throwable failure) {
            sides.failed(failure);
            Object out = sides.goOut();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onComplete() {
            sides.completed();
            Object out = sides.goOut();
            try {
                actual.onComplete();
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void request(long n) {
            Subscription source = upstream;
            if (source != null) {
                Object in = sides.goIn();
                try {
                    source.request(n);
                } finally {
                    Door.suspend(in);
                }
            }
        }

        @Override
        public void cancel() {
            Subscription source = upstream;
            if (source != null) {
                Object in = sides.goIn();
                try {
                    source.cancel();
                } finally {
                    Door.suspend(in);
                    sides.completed();
                }
            }
        }
    }

    private static final class OfObservable implements Observer<Object>, Disposable, Placed {
        private final Sides sides;
        private final Observer<Object> actual;
        private @Nullable Disposable upstream;

        OfObservable(Sides sides, Observer<Object> actual) {
            this.sides = sides;
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Disposable disposable) {
            upstream = disposable;
            Object out = sides.goOut();
            try {
                actual.onSubscribe(this);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onNext(Object value) {
            Object out = sides.goOut();
            try {
                actual.onNext(value);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onError(Throwable failure) {
            sides.failed(failure);
            Object out = sides.goOut();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onComplete() {
            sides.completed();
            Object out = sides.goOut();
            try {
                actual.onComplete();
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void dispose() {
            sides.dispose(upstream);
        }

        @Override
        public boolean isDisposed() {
            Disposable source = upstream;
            return source != null && source.isDisposed();
        }
    }

    private static final class OfMaybe implements MaybeObserver<Object>, Disposable, Placed {
        private final Sides sides;
        private final MaybeObserver<Object> actual;
        private @Nullable Disposable upstream;

        OfMaybe(Sides sides, MaybeObserver<Object> actual) {
            this.sides = sides;
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Disposable disposable) {
            upstream = disposable;
            Object out = sides.goOut();
            try {
                actual.onSubscribe(this);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onSuccess(Object value) {
            sides.completed();
            Object out = sides.goOut();
            try {
                actual.onSuccess(value);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onError(Throwable failure) {
            sides.failed(failure);
            Object out = sides.goOut();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void onComplete() {
            sides.completed();
            Object out = sides.goOut();
            try {
                actual.onComplete();
            } finally {
                Door.suspend(out);
            }
        }

        @Override
        public void dispose() {
            sides.dispose(upstream);
        }

        @Override
        public boolean isDisposed() {
            Disposable source = upstream;
            return source != null && source.isDisposed();
        }
    }

    private void dispose(@Nullable Disposable upstream) {
        if (upstream != null) {
            Object in = goIn();
            try {
                upstream.dispose();
            } finally {
                Door.suspend(in);
                completed();
            }
        }
    }
}
