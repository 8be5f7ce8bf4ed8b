// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.bridge.Door;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.ObservableSource;
import io.reactivex.rxjava3.core.Observer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** In the {@code retry} operators: a subscription is a run, and each subscription to their source is an attempt of it. */
final class RetryAdvice {

    private RetryAdvice() {}

    /** In the constructor: the source is one whose subscriptions are attempts. */
    public static final class Source {
        private Source() {}

        @Advice.OnMethodEnter(inline = false)
        @Advice.AssignReturned.ToArguments(
                @Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = Assigner.Typing.DYNAMIC))
        public static @Nullable Object enter(
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object source) {
            if (source instanceof Flowable<?> flowable) {
                return new Attempts(flowable);
            }
            return source instanceof ObservableSource<?> observable ? new ObservedAttempts(observable) : source;
        }
    }

    /** Around {@code subscribeActual}. */
    public static final class Subscribe {
        private Subscribe() {}

        /** Gives the observer to go on with, what the run was entered with, and its borders. */
        @Advice.OnMethodEnter(inline = false)
        @Advice.AssignReturned.ToArguments(
                @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0, typing = Assigner.Typing.DYNAMIC))
        public static @Nullable Object[] enter(
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object observer) {
            Object outside = Door.capture();
            Object token = Door.openRun(RxJavaHook.NAME, null);
            if (token == null) {
                return new Object[] {observer, null, null};
            }
            Sides sides = new Sides(outside, Door.capture());
            Object around = observer;
            if (observer instanceof Subscriber<?> subscriber) {
                around = sides.around(subscriber);
            } else if (observer instanceof Observer<?> other) {
                around = sides.around(other);
            }
            return new Object[] {around, token, sides};
        }

        @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
        public static void exit(@Advice.Enter @Nullable Object[] entered, @Advice.Thrown @Nullable Throwable thrown) {
            if (entered[2] instanceof Sides sides) {
                Door.leave(entered[1], sides.end(), thrown);
            }
        }
    }

    /** A source whose every subscription begins an attempt. */
    private static final class Attempts extends Flowable<Object> {
        private final Flowable<?> source;

        Attempts(Flowable<?> source) {
            this.source = source;
        }

        @Override
        protected void subscribeActual(Subscriber<? super Object> subscriber) {
            Object run = Door.capture();
            Object token = Door.beginAttempt(RxJavaHook.NAME);
            try {
                // Outside is the run: the next attempt begins in the signal that ends this one, and is no part of it.
                source.subscribe(token == null ? subscriber : new Sides(run, Door.capture()).around(subscriber));
            } finally {
                Door.leave(token, null, null);
            }
        }
    }

    /** As {@link Attempts}. */
    private static final class ObservedAttempts extends Observable<Object> {
        private final ObservableSource<?> source;

        ObservedAttempts(ObservableSource<?> source) {
            this.source = source;
        }

        @Override
        protected void subscribeActual(Observer<? super Object> observer) {
            Object run = Door.capture();
            Object token = Door.beginAttempt(RxJavaHook.NAME);
            try {
                source.subscribe(token == null ? observer : new Sides(run, Door.capture()).around(observer));
            } finally {
                Door.leave(token, null, null);
            }
        }
    }
}
