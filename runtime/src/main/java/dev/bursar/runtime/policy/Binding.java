// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import org.jspecify.annotations.Nullable;

/** One line of a caller's {@code is}: code that acts as the caller. */
public sealed interface Binding {

    Place place();

    /** A class and everything nested in it. */
    record OfClass(String type, Place place) implements Binding {}

    /** {@code com.acme.tools.**}: a package and all below it; {@code com.acme.tools.*}: the package alone. */
    record OfPackage(String name, boolean below, Place place) implements Binding {}

    /** A class or method that carries the annotation; with {@code value}, only if its {@code value} element is that string. */
    record OfAnnotation(String type, @Nullable String value, Place place) implements Binding {}

    /** One method, every overload. */
    record OfMethod(MethodPattern method) implements Binding {
        @Override
        public Place place() {
            return method.place();
        }
    }
}
