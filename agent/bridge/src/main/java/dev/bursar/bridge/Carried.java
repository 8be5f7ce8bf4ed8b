// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work and the scope it was submitted in, which is taken up for as long as the work runs and not longer. It prints as the work
 * does.
 *
 * @param <W> the kind of work
 */
abstract class Carried<W extends Object> {

    final W work;
    final Object scope;

    Carried(W work, Object scope) {
        this.work = work;
        this.scope = scope;
    }

    @Override
    public String toString() {
        return work.toString();
    }

    static final class OfRunnable extends Carried<Runnable> implements Runnable {
        OfRunnable(Runnable work, Object scope) {
            super(work, scope);
        }

        @Override
        public void run() {
            Object resumed = Door.resume(scope);
            try {
                work.run();
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfCallable<V extends @Nullable Object> extends Carried<Callable<V>> implements Callable<V> {
        OfCallable(Callable<V> work, Object scope) {
            super(work, scope);
        }

        @Override
        public V call() throws Exception {
            Object resumed = Door.resume(scope);
            try {
                return work.call();
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfSupplier<V extends @Nullable Object> extends Carried<Supplier<V>> implements Supplier<V> {
        OfSupplier(Supplier<V> work, Object scope) {
            super(work, scope);
        }

        @Override
        public V get() {
            Object resumed = Door.resume(scope);
            try {
                return work.get();
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfFunction<T extends @Nullable Object, V extends @Nullable Object>
            extends Carried<Function<T, V>> implements Function<T, V> {
        OfFunction(Function<T, V> work, Object scope) {
            super(work, scope);
        }

        @Override
        public V apply(T argument) {
            Object resumed = Door.resume(scope);
            try {
                return work.apply(argument);
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfConsumer<T extends @Nullable Object> extends Carried<Consumer<T>> implements Consumer<T> {
        OfConsumer(Consumer<T> work, Object scope) {
            super(work, scope);
        }

        @Override
        public void accept(T argument) {
            Object resumed = Door.resume(scope);
            try {
                work.accept(argument);
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfBiFunction<T extends @Nullable Object, U extends @Nullable Object, V extends @Nullable Object>
            extends Carried<BiFunction<T, U, V>> implements BiFunction<T, U, V> {
        OfBiFunction(BiFunction<T, U, V> work, Object scope) {
            super(work, scope);
        }

        @Override
        public V apply(T first, U second) {
            Object resumed = Door.resume(scope);
            try {
                return work.apply(first, second);
            } finally {
                Door.suspend(resumed);
            }
        }
    }

    static final class OfBiConsumer<T extends @Nullable Object, U extends @Nullable Object>
            extends Carried<BiConsumer<T, U>> implements BiConsumer<T, U> {
        OfBiConsumer(BiConsumer<T, U> work, Object scope) {
            super(work, scope);
        }

        @Override
        public void accept(T first, U second) {
            Object resumed = Door.resume(scope);
            try {
                work.accept(first, second);
            } finally {
                Door.suspend(resumed);
            }
        }
    }
}
