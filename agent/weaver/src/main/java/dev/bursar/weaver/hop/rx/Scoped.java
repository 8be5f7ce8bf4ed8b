// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.bridge.Door;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * An observer and the scope that it was subscribed in, which each of its signals takes up for as long as it lasts. What it is given to
 * request or dispose with is its source's own, so that operators are fused as they would be.
 */
abstract class Scoped {

    private final Object scope;

    Scoped(Object scope) {
        this.scope = scope;
    }

    final @Nullable Object enter() {
        return Door.resume(scope);
    }

    static final class OfFlowable extends Scoped implements FlowableSubscriber<Object> {
        private final Subscriber<Object> actual;

        OfFlowable(Subscriber<Object> actual, Object scope) {
            super(scope);
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            Object resumed = enter();
            try {
                actual.onSubscribe(subscription);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onNext(Object value) {
            Object resumed = enter();
            try {
                actual.onNext(value);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Object resumed = enter();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onComplete() {
            Object resumed = enter();
            try {
                actual.onComplete();
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfObservable extends Scoped implements Observer<Object> {
        private final Observer<Object> actual;

        OfObservable(Observer<Object> actual, Object scope) {
            super(scope);
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Disposable disposable) {
            Object resumed = enter();
            try {
                actual.onSubscribe(disposable);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onNext(Object value) {
            Object resumed = enter();
            try {
                actual.onNext(value);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Object resumed = enter();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onComplete() {
            Object resumed = enter();
            try {
                actual.onComplete();
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfSingle extends Scoped implements SingleObserver<Object> {
        private final SingleObserver<Object> actual;

        OfSingle(SingleObserver<Object> actual, Object scope) {
            super(scope);
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Disposable disposable) {
            Object resumed = enter();
            try {
                actual.onSubscribe(disposable);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onSuccess(Object value) {
            Object resumed = enter();
            try {
                actual.onSuccess(value);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Object resumed = enter();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfMaybe extends Scoped implements MaybeObserver<Object> {
        private final MaybeObserver<Object> actual;

        OfMaybe(MaybeObserver<Object> actual, Object scope) {
            super(scope);
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Disposable disposable) {
            Object resumed = enter();
            try {
                actual.onSubscribe(disposable);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onSuccess(Object value) {
            Object resumed = enter();
            try {
                actual.onSuccess(value);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Object resumed = enter();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onComplete() {
            Object resumed = enter();
            try {
                actual.onComplete();
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfCompletable extends Scoped implements CompletableObserver {
        private final CompletableObserver actual;

        OfCompletable(CompletableObserver actual, Object scope) {
            super(scope);
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Disposable disposable) {
            Object resumed = enter();
            try {
                actual.onSubscribe(disposable);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Object resumed = enter();
            try {
                actual.onError(failure);
            } finally {
                Door.suspend(resumed);
            }
        }

        @Override
        public void onComplete() {
            Object resumed = enter();
            try {
                actual.onComplete();
            } finally {
                Door.suspend(resumed);
            }
        }
    }
}
