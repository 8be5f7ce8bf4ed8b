// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

import org.jspecify.annotations.Nullable;

/**
 * Work that returns something, written as a lambda.
 *
 * @param <T> what it returns; if that is a {@link java.util.concurrent.CompletionStage}, a run stays open until the stage completes
 * @param <E> the checked exception it may throw; {@link RuntimeException} where it throws none
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, E extends Exception> {

    /**
     * Does the work. Called once, on the calling thread.
     *
     * @return its result, which is handed on as it is
     * @throws E whatever went wrong, which is handed on as it is
     */
    T run() throws E;
}
