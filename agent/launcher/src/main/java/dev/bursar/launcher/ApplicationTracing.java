// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.gate.Tracing;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the current span from the application's own OpenTelemetry API, where it has one. Only an API whose context the application uses
 * already is asked: its first use decides for the whole process where contexts are kept, and that is not for Bursar to cause. A copy that an
 * agent keeps under another name is not the application's.
 */
final class ApplicationTracing implements Tracing {

    private static final String SPAN = "io.opentelemetry.api.trace.Span";

    /** Loaded when a context is first asked for, and not before. */
    private static final String IN_USE = "io.opentelemetry.context.LazyStorage";

    private final Map<ClassLoader, WeakReference<Class<?>>> spans = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public @Nullable Span current() {
        try {
            Class<?> type = type();
            Api api = type == null ? null : Reflection.API.get(type);
            return api == null ? null : api.read();
        } catch (Throwable e) {
            // Whatever an application's tracing may do, its calls go on without.
            return null;
        }
    }

    private @Nullable Class<?> type() throws ReflectiveOperationException {
        ClassLoader system = ClassLoader.getSystemClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        Class<?> type = context == null ? null : type(context);
        return type != null || context == system ? type : type(system);
    }

    private @Nullable Class<?> type(ClassLoader loader) throws ReflectiveOperationException {
        WeakReference<Class<?>> cached = spans.get(loader);
        Class<?> known = cached == null ? null : cached.get();
        if (known == null && isInUse(loader)) {
            known = Class.forName(SPAN, false, loader);
            spans.put(loader, new WeakReference<>(known));
        }
        return known;
    }

    private static boolean isInUse(ClassLoader loader) throws ReflectiveOperationException {
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (Reflection.FIND_LOADED.invoke(each, IN_USE) != null) {
                return true;
            }
        }
        return false;
    }

    private record Api(Method current, Method context, Method isValid, Method trace, Method span) {

        @Nullable
        Span read() throws ReflectiveOperationException {
            Object now = context.invoke(current.invoke(null));
            return Boolean.TRUE.equals(isValid.invoke(now))
                    ? Span.of((String) trace.invoke(now), (String) span.invoke(now))
                    : null;
        }
    }

    /** Apart, so that nothing of it is linked before the application's first call. */
    private static final class Reflection {

        /** Kept by the class itself, so that nothing here keeps the application's loader alive. */
        static final ClassValue<@Nullable Api> API = new ClassValue<>() {
            @Override
            protected @Nullable Api computeValue(Class<?> span) {
                try {
                    Class<?> context = Class.forName(SPAN + "Context", false, span.getClassLoader());
                    return new Api(
                            span.getMethod("current"),
                            span.getMethod("getSpanContext"),
                            context.getMethod("isValid"),
                            context.getMethod("getTraceId"),
                            context.getMethod("getSpanId"));
                } catch (ReflectiveOperationException e) {
                    return null;
                }
            }
        };

        static final Method FIND_LOADED = findLoaded();

        private static Method findLoaded() {
            try {
                Method method = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
                // java.lang is open to this module alone: see Bridge.
                method.setAccessible(true);
                return method;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
