// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the application's own logging context, for run ids that a policy takes from it. The application's SLF4J is not ours. */
final class ApplicationMdc implements Function<String, @Nullable String> {

    @Override
    public @Nullable String apply(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            Class<?> mdc =
                    Class.forName("org.slf4j.MDC", true, loader == null ? ClassLoader.getSystemClassLoader() : loader);
            return (String) mdc.getMethod("get", String.class).invoke(null, name);
        } catch (ReflectiveOperationException | LinkageError e) {
            // No SLF4J, so no such entry; what a missing run id means is decided where it is asked for.
            return null;
        }
    }
}
