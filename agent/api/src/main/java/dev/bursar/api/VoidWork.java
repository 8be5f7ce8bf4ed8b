// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

/**
 * Work that returns nothing, written as a lambda.
 *
 * @param <E> the checked exception it may throw; {@link RuntimeException} where it throws none
 */
@FunctionalInterface
public interface VoidWork<E extends Exception> {

    /**
     * Does the work. Called once, on the calling thread.
     *
     * @throws E whatever went wrong, which is handed on as it is
     */
    void run() throws E;
}
