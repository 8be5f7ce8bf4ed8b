// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.identity.LogContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The application's own SLF4J, as the thread's context class loader sees it; it is not ours. The application sets it up, never this: it
 * counts as present only once the application has loaded it and its {@code LoggerFactory} is bound to a logging system.
 */
final class ApplicationMdc implements LogContext {

    private static final String FACTORY = "org.slf4j.LoggerFactory";
    private static final String MDC = "org.slf4j.MDC";

    /** The value of {@code LoggerFactory.INITIALIZATION_STATE} once a logging system is bound. */
    private static final int SUCCESSFUL = 3;

    /** The three methods of one MDC class. They hold that class, so they are held by it alone. */
    private record Methods(MethodHandle get, MethodHandle put, MethodHandle remove) {}

    private record Known(WeakReference<ClassLoader> loader, WeakReference<Class<?>> mdc) {}

    private final ClassValue<Methods> methods = new ClassValue<>() {
        @Override
        protected Methods computeValue(Class<?> mdc) {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodType get = MethodType.methodType(String.class, String.class);
            MethodType put = MethodType.methodType(void.class, String.class, String.class);
            MethodType remove = MethodType.methodType(void.class, String.class);
            try {
                return new Methods(
                        lookup.findStatic(mdc, "get", get),
                        lookup.findStatic(mdc, "put", put),
                        lookup.findStatic(mdc, "remove", remove));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this is no MDC of SLF4J", e);
            }
        }
    };

    private final WeakHashMap<ClassLoader, WeakReference<Class<?>>> byLoader = new WeakHashMap<>();
    /** Applications have one context class loader more often than not. */
    private volatile @Nullable Known last;

    @Override
    public @Nullable String get(String name) {
        try {
            ClassLoader loader = loader();
            Class<?> mdc = known(loader);
            if (mdc == null) {
                // Whoever takes a run's id from there has put it there, however the application's loaders find it.
                mdc = learn(loader, Class.forName(MDC, true, loader));
            }
            return (String) methods.get(mdc).get().invokeExact(name);
        } catch (Throwable e) {
            // No SLF4J, so no such entry; what a missing run id means is decided where it is asked for.
            return null;
        }
    }

    @Override
    public boolean isPresent() {
        try {
            return mdc() != null;
        } catch (Throwable e) {
            return false;
        }
    }

    @Override
    public @Nullable String put(String name, @Nullable String value) {
        try {
            Class<?> mdc = mdc();
            if (mdc == null) {
                return null;
            }
            Methods its = methods.get(mdc);
            String before = (String) its.get().invokeExact(name);
            if (value != null) {
                its.put().invokeExact(name, value);
            } else if (before != null) {
                its.remove().invokeExact(name);
            }
            return before;
        } catch (Throwable e) {
            // The application must not fail for its log's sake.
            return null;
        }
    }

    /** The application's MDC; {@code null} as long as it has none that is in use. */
    private @Nullable Class<?> mdc() throws Throwable {
        ClassLoader loader = loader();
        Class<?> known = known(loader);
        if (known != null) {
            return known;
        }
        Class<?> factory = Loaded.by(loader, FACTORY);
        if (factory == null || !isBound(factory)) {
            return null;
        }
        return learn(loader, Class.forName(MDC, true, factory.getClassLoader()));
    }

    private static ClassLoader loader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    private @Nullable Class<?> known(ClassLoader loader) {
        Known one = last;
        if (one != null && one.loader().get() == loader) {
            return one.mdc().get();
        }
        synchronized (byLoader) {
            WeakReference<Class<?>> mdc = byLoader.get(loader);
            return mdc == null ? null : mdc.get();
        }
    }

    private Class<?> learn(ClassLoader loader, Class<?> mdc) {
        WeakReference<Class<?>> weak = new WeakReference<>(mdc);
        synchronized (byLoader) {
            byLoader.put(loader, weak);
        }
        last = new Known(new WeakReference<>(loader), weak);
        return mdc;
    }

    /** Reading its state sets up the factory's class, but binds nothing. Where that is hidden in a module of its own, a loaded MDC tells. */
    private static boolean isBound(Class<?> factory) throws Throwable {
        Field state = factory.getDeclaredField("INITIALIZATION_STATE");
        return state.trySetAccessible()
                ? state.getInt(null) == SUCCESSFUL
                : Loaded.by(factory.getClassLoader(), MDC) != null;
    }

    /** Asks class loaders for what they have loaded already. Held apart: only an application that opens runs needs it. */
    private static final class Loaded {

        private static final MethodHandle FIND = find();

        private Loaded() {}

        private static MethodHandle find() {
            try {
                return MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup())
                        .findVirtual(
                                ClassLoader.class, "findLoadedClass", MethodType.methodType(Class.class, String.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        static @Nullable Class<?> by(@Nullable ClassLoader first, String name) throws Throwable {
            for (ClassLoader loader = first; loader != null; loader = loader.getParent()) {
                Class<?> found = (Class<?>) FIND.invokeExact(loader, name);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
    }
}
