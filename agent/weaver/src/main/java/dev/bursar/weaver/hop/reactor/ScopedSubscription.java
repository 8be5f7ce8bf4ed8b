// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import dev.bursar.bridge.Door;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Fuseable;
import reactor.core.Scannable;

/** A subscription whose source does what it is asked for in the scope of the subscriber, whoever asks. */
class ScopedSubscription implements Subscription, Scannable {

    private final Subscription subscription;
    final ScopedSubscriber subscriber;

    private ScopedSubscription(Subscription subscription, ScopedSubscriber subscriber) {
        this.subscription = subscription;
        this.subscriber = subscriber;
    }

    @SuppressWarnings("unchecked")
    static Subscription of(Subscription subscription, ScopedSubscriber subscriber) {
        return subscription instanceof Fuseable.QueueSubscription<?> queue
                ? new Fused((Fuseable.QueueSubscription<Object>) queue, subscriber)
                : new ScopedSubscription(subscription, subscriber);
    }

    @Override
    public final void request(long n) {
        Object entered = subscriber.enter();
        try {
            subscription.request(n);
        } finally {
            Door.suspend(entered);
        }
    }

    @Override
    public final void cancel() {
        Object entered = subscriber.enter();
        try {
            subscription.cancel();
        } finally {
            Door.suspend(entered);
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public final @Nullable Object scanUnsafe(Attr key) {
        return Scannable.from(subscription).scanUnsafe(key);
    }

    /** One that the operator below may take values from itself. */
    private static final class Fused extends ScopedSubscription implements Fuseable.QueueSubscription<Object> {

        private final Fuseable.QueueSubscription<Object> queue;

        Fused(Fuseable.QueueSubscription<Object> queue, ScopedSubscriber subscriber) {
            super(queue, subscriber);
            this.queue = queue;
        }

        @Override
        public int requestFusion(int mode) {
            return queue.requestFusion(mode);
        }

        @Override
        public @Nullable Object poll() {
            Object entered = subscriber.enter();
            try {
                return queue.poll();
            } finally {
                Door.suspend(entered);
            }
        }

        @Override
        public int size() {
            return queue.size();
        }

        @Override
        public boolean isEmpty() {
            return queue.isEmpty();
        }

        @Override
        public void clear() {
            queue.clear();
        }
    }
}
