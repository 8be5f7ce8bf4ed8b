// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Finds the code behind an {@code invokedynamic} that the weaver put into a client's class. That code sees the client's own types, so it
 * lives in a small class loader below the client's; the weaver installs the linker that makes these loaders.
 */
@FunctionalInterface
public interface Linker {

    /**
     * @param host a lookup of the woven class
     * @param adapter the binary name of the class with the hook's code
     * @param method the name of its static method
     * @param type the exact type of that method
     * @throws ReflectiveOperationException if there is no such code; the woven call then fails, and nothing is sent
     */
    MethodHandle link(MethodHandles.Lookup host, String adapter, String method, MethodType type)
            throws ReflectiveOperationException;
}
