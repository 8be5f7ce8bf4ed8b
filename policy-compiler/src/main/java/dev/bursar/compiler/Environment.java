// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import org.jspecify.annotations.Nullable;

/** The environment variables that {@code credential: env:NAME} means. */
@FunctionalInterface
public interface Environment {

    Environment OF_PROCESS = System::getenv;

    /** {@code null} if it is not set. */
    @Nullable
    String get(String name);
}
