// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import dev.bursar.bridge.Door;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * The border between two scopes in one subscription: demand goes up into the inner one, signals come down into the outer one. Either may have
 * begun on a thread of the other side.
 */
public final class Crossing<T> implements CoreSubscriber<T>, Subscription {

    private final CoreSubscriber<? super T> down;
    private final @Nullable Object inside;
    private final @Nullable Object outside;
    private final @Nullable CompletableFuture<@Nullable Void> end;
    private final Context context;
    private @Nullable Subscription up;

    /**
     * @param context what goes up with the subscription
     * @param inside the scope above; {@code null} if there is none
     * @param outside the scope below; {@code null} if there is none
     * @param end completed when the work ends or is cancelled, exceptionally when it fails; {@code null} if nobody waits for it
     */
    public Crossing(
            CoreSubscriber<? super T> down,
            Context context,
            @Nullable Object inside,
            @Nullable Object outside,
            @Nullable CompletableFuture<@Nullable Void> end) {
        this.down = down;
        this.inside = inside;
        this.outside = outside;
        this.end = end;
        this.context = context;
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        up = subscription;
        Object token = leave();
        try {
            down.onSubscribe(this);
        } finally {
            Door.suspend(token);
        }
    }

    @Override
    public void onNext(T item) {
        Object token = leave();
        try {
            down.onNext(item);
        } finally {
            Door.suspend(token);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (end != null) {
            end.completeExceptionally(failure);
        }
        Object token = leave();
        try {
            down.onError(failure);
        } finally {
            Door.suspend(token);
        }
    }

    @Override
    public void onComplete() {
        if (end != null) {
            end.complete(null);
        }
        Object token = leave();
        try {
            down.onComplete();
        } finally {
            Door.suspend(token);
        }
    }

    @Override
    public void request(long n) {
        Subscription subscription = up;
        if (subscription != null) {
            Object token = Door.resume(inside);
            try {
                subscription.request(n);
            } finally {
                Door.suspend(token);
            }
        }
    }

    @Override
    public void cancel() {
        Subscription subscription = up;
        if (subscription != null) {
            Object token = Door.resume(inside);
            try {
                subscription.cancel();
            } finally {
                Door.suspend(token);
            }
        }
        if (end != null) {
            end.complete(null);
        }
    }

    private @Nullable Object leave() {
        return outside == null ? Door.nobody() : Door.resume(outside);
    }
}
