// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import dev.bursar.bridge.Door;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * A subscriber that takes up the scope of its subscription for each signal, whoever sends it; and for each that goes back up to the source,
 * which may do its work only then. Operators fuse as they would without.
 */
final class ScopedSubscriber implements CoreSubscriber<Object>, Scannable {

    private final CoreSubscriber<Object> actual;
    private final @Nullable Object scope;

    private ScopedSubscriber(CoreSubscriber<Object> actual, @Nullable Object scope) {
        this.actual = actual;
        this.scope = scope;
    }

    /** For signals that are this subscription's or nobody's. What is scoped already stays as it is. */
    static CoreSubscriber<Object> scoped(CoreSubscriber<Object> actual) {
        return actual instanceof ScopedSubscriber ? actual : anew(actual);
    }

    /** As {@link #scoped}, for what may be scoped already, but otherwise. */
    static CoreSubscriber<Object> anew(CoreSubscriber<Object> actual) {
        Object scope = Door.capture();
        return scope == null ? actual : new ScopedSubscriber(actual, scope);
    }

    /** For signals that may be anybody's. What is no subscriber, and what is scoped already, stays as it is. */
    @SuppressWarnings("unchecked")
    static @Nullable Object always(@Nullable Object actual) {
        return actual instanceof CoreSubscriber<?> subscriber && !(actual instanceof ScopedSubscriber)
                ? new ScopedSubscriber((CoreSubscriber<Object>) subscriber, Door.capture())
                : actual;
    }

    @Nullable
    Object enter() {
        return scope == null ? Door.nobody() : Door.resume(scope);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        Object entered = enter();
        try {
            actual.onSubscribe(ScopedSubscription.of(subscription, this));
        } finally {
            Door.suspend(entered);
        }
    }

    @Override
    public void onNext(Object value) {
        Object entered = enter();
        try {
            actual.onNext(value);
        } finally {
            Door.suspend(entered);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Object entered = enter();
        try {
            actual.onError(failure);
        } finally {
            Door.suspend(entered);
        }
    }

    @Override
    public void onComplete() {
        Object entered = enter();
        try {
            actual.onComplete();
        } finally {
            Door.suspend(entered);
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
}
