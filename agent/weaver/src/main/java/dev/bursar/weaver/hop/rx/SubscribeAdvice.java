// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.bridge.Door;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** On {@code RxJavaPlugins#onSubscribe}: whoever subscribes in a scope gets the signals in that scope. */
final class SubscribeAdvice {

    private SubscribeAdvice() {}

    /** Whether an observer sees to its scope itself, or is none. */
    private static boolean placed(@Nullable Object observer) {
        return observer == null || observer instanceof Sides.Placed;
    }

    public static final class OfFlowable {
        private OfFlowable() {}

        @Advice.OnMethodExit(inline = false)
        @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
        @SuppressWarnings("unchecked")
        public static @Nullable Object exit(
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object observer) {
            Object scope = placed(observer) ? null : Door.capture();
            return scope != null && observer instanceof Subscriber<?> actual
                    ? new Scoped.OfFlowable((Subscriber<Object>) actual, scope)
                    : observer;
        }
    }

    public static final class OfParallel {
        private OfParallel() {}

        @Advice.OnMethodExit(inline = false)
        @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
        @SuppressWarnings("unchecked")
        public static @Nullable Object exit(
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object observers) {
            Object scope = Door.capture();
            if (scope == null || !(observers instanceof Subscriber<?>[] rails)) {
                return observers;
            }
            Subscriber<?>[] scoped = new Subscriber<?>[rails.length];
            for (int i = 0; i < rails.length; i++) {
                Subscriber<?> rail = rails[i];
                scoped[i] = placed(rail) ? rail : new Scoped.OfFlowable((Subscriber<Object>) rail, scope);
            }
            return scoped;
        }
    }

    public static final class OfObservable {
        private OfObservable() {}

        @Advice.OnMethodExit(inline = false)
        @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
        @SuppressWarnings("unchecked")
        public static @Nullable Object exit(
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object observer) {
            Object scope = placed(observer) ? null : Door.capture();
            return scope != null && observer instanceof Observer<?> actual
                    ? new Scoped.OfObservable((Observer<Object>) actual, scope)
                    : observer;
        }
    }

    public static final class OfSingle {
        private OfSingle() {}

        @Advice.OnMethodExit(inline = false)
        @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
        @SuppressWarnings("unchecked")
        public static @Nullable Object exit(
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object observer) {
            Object scope = placed(observer) ? null : Door.capture();
            return scope != null && observer instanceof SingleObserver<?> actual
                    ? new Scoped.OfSingle((SingleObserver<Object>) actual, scope)
                    : observer;
        }
    }

    public static final class OfMaybe {
        private OfMaybe() {}

        @Advice.OnMethodExit(inline = false)
        @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
        @SuppressWarnings("unchecked")
        public static @Nullable Object exit(
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object observer) {
            Object scope = placed(observer) ? null : Door.capture();
            return scope != null && observer instanceof MaybeObserver<?> actual
                    ? new Scoped.OfMaybe((MaybeObserver<Object>) actual, scope)
                    : observer;
        }
    }

    public static final class OfCompletable {
        private OfCompletable() {}

        @Advice.OnMethodExit(inline = false)
        @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
        public static @Nullable Object exit(
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object observer) {
            Object scope = placed(observer) ? null : Door.capture();
            return scope != null && observer instanceof CompletableObserver actual
                    ? new Scoped.OfCompletable(actual, scope)
                    : observer;
        }
    }
}
