// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import dev.bursar.bridge.Door;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** A source whose signals reach its subscriber in the scope that it was subscribed in. */
class ScopedSource implements CorePublisher<Object> {

    private static final @Nullable Class<?> OPERATOR = operator();

    private final CorePublisher<Object> source;

    private ScopedSource(CorePublisher<Object> source) {
        this.source = source;
    }

    /** The source itself where there is no scope to take along, and where it is an operator, whose own source is met later. */
    @SuppressWarnings("unchecked")
    static @Nullable Object of(@Nullable Object source) {
        if (!(source instanceof Flux<?> || source instanceof Mono<?>) || isOperator(source) || Door.capture() == null) {
            return source;
        }
        CorePublisher<Object> publisher = (CorePublisher<Object>) source;
        return source instanceof Fuseable ? new Fusing(publisher) : new ScopedSource(publisher);
    }

    /** Whether subscribing to it goes on to a source further up. */
    static boolean isOperator(Object publisher) {
        return OPERATOR != null && OPERATOR.isInstance(publisher);
    }

    private static @Nullable Class<?> operator() {
        try {
            return Class.forName(
                    "reactor.core.publisher.OptimizableOperator", false, CorePublisher.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public final void subscribe(CoreSubscriber<? super Object> subscriber) {
        source.subscribe(ScopedSubscriber.scoped(subscriber));
    }

    @Override
    public final void subscribe(Subscriber<? super Object> subscriber) {
        subscribe(Operators.toCoreSubscriber(subscriber));
    }

    @Override
    public final String toString() {
        return source.toString();
    }

    /** Says, as its source does, that its subscription may be fused. */
    private static final class Fusing extends ScopedSource implements Fuseable {
        Fusing(CorePublisher<Object> source) {
            super(source);
        }
    }
}
