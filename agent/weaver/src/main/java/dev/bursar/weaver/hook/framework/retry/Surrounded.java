// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.retry;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Functional objects with something around them. What the work returns and throws passes through untouched; printed it is the work.
 *
 * <p>The JDK's own interfaces have a class each here, because a proxy of one may not throw what its method does not declare, as Kotlin's code
 * does all the time. A library's own interface is proxied, so that no version of it need be known.
 */
public final class Surrounded {

    private Surrounded() {}

    /**
     * The work with {@code around} around it.
     *
     * @param type the interface that is to be implemented
     * @return the work itself, if it has the same kind of thing around it already, or is of no interface that can be implemented
     */
    public static Object by(Around around, Class<?> type, Object work) {
        if (isBy(around, work) || !type.isInterface()) {
            return work;
        }
        if (type == Supplier.class) {
            return new OfSupplier((Supplier<?>) work, around);
        }
        if (type == Callable.class) {
            return new OfCallable((Callable<?>) work, around);
        }
        if (type == Runnable.class) {
            return new OfRunnable((Runnable) work, around);
        }
        if (type == Function.class) {
            return new OfFunction((Function<?, ?>) work, around);
        }
        if (type == Consumer.class) {
            return new OfConsumer((Consumer<?>) work, around);
        }
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new OfAny(work, around));
    }

    private static boolean isBy(Around around, Object work) {
        Object known = Proxy.isProxyClass(work.getClass()) ? Proxy.getInvocationHandler(work) : work;
        return known instanceof With<?> with && with.around.isWhole() == around.isWhole();
    }

    private abstract static class With<W> {
        final W work;
        final Around around;

        With(W work, Around around) {
            this.work = work;
            this.around = around;
        }

        @Override
        public String toString() {
            return String.valueOf(work);
        }
    }

    private static final class OfSupplier extends With<Supplier<?>> implements Supplier<@Nullable Object> {
        OfSupplier(Supplier<?> work, Around around) {
            super(work, around);
        }

        @Override
        public @Nullable Object get() {
            Around.Entered entered = around.enter();
            Object returned = null;
            Throwable thrown = null;
            try {
                returned = work.get();
                return returned;
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                around.leave(entered, returned, thrown);
            }
        }
    }

    private static final class OfCallable extends With<Callable<?>> implements Callable<@Nullable Object> {
        OfCallable(Callable<?> work, Around around) {
            super(work, around);
        }

        @Override
        public @Nullable Object call() throws Exception {
            Around.Entered entered = around.enter();
            Object returned = null;
            Throwable thrown = null;
            try {
                returned = work.call();
                return returned;
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                around.leave(entered, returned, thrown);
            }
        }
    }

    private static final class OfRunnable extends With<Runnable> implements Runnable {
        OfRunnable(Runnable work, Around around) {
            super(work, around);
        }

        @Override
        public void run() {
            Around.Entered entered = around.enter();
            Throwable thrown = null;
            try {
                work.run();
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                around.leave(entered, null, thrown);
            }
        }
    }

    private static final class OfFunction extends With<Function<?, ?>> implements Function<Object, @Nullable Object> {
        OfFunction(Function<?, ?> work, Around around) {
            super(work, around);
        }

        @Override
        @SuppressWarnings("unchecked") // Whoever calls it gives what the work takes.
        public @Nullable Object apply(Object argument) {
            Around.Entered entered = around.enter();
            Object returned = null;
            Throwable thrown = null;
            try {
                returned = ((Function<Object, ?>) work).apply(argument);
                return returned;
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                around.leave(entered, returned, thrown);
            }
        }
    }

    private static final class OfConsumer extends With<Consumer<?>> implements Consumer<Object> {
        OfConsumer(Consumer<?> work, Around around) {
            super(work, around);
        }

        @Override
        @SuppressWarnings("unchecked") // Whoever calls it gives what the work takes.
        public void accept(Object argument) {
            Around.Entered entered = around.enter();
            Throwable thrown = null;
            try {
                ((Consumer<Object>) work).accept(argument);
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                around.leave(entered, null, thrown);
            }
        }
    }

    /** An interface whose one abstract method declares {@code Throwable} or {@code Exception}. */
    private static final class OfAny extends With<Object> implements InvocationHandler {
        OfAny(Object work, Around around) {
            super(work, around);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> toString();
                };
            }
            if (!Modifier.isAbstract(method.getModifiers())) {
                // Such as andThen, which is to put together this object and not the work; what the work overrides is
                // the work's.
                return around.isWhole()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : pass(method, arguments);
            }
            Around.Entered entered = around.enter();
            Object returned = null;
            Throwable thrown = null;
            try {
                returned = pass(method, arguments);
                return returned;
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                around.leave(entered, returned, thrown);
            }
        }

        private @Nullable Object pass(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(work, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
    }
}
