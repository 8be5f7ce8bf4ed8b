// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import org.jspecify.annotations.Nullable;

/**
 * Picks the application's own classes that are woven, and weaves them. Hooks are found by name before this is asked; everything else that
 * loads, but for the JDK's classes and the agent's, is asked about.
 */
public interface ClassFilter {

    /** Wants nothing. */
    ClassFilter NONE = new ClassFilter() {
        @Override
        public boolean wants(@Nullable ClassLoader loader, String internalName, byte[] classFile) {
            return false;
        }

        @Override
        public byte[] weave(@Nullable ClassLoader loader, String internalName, byte[] classFile) {
            return classFile;
        }
    };

    /**
     * Asked for every class that loads, on the loading thread, so it must be cheap and load nothing. If it throws, the class is refused.
     *
     * @param internalName such as {@code com/acme/Tool}
     */
    boolean wants(@Nullable ClassLoader loader, String internalName, byte[] classFile);

    /**
     * The class file to load instead, with no member added or removed. Only asked about classes that are wanted.
     *
     * @throws Exception if it cannot be woven: every method of the class then refuses to run, because whose code it is would be unknown
     */
    byte[] weave(@Nullable ClassLoader loader, String internalName, byte[] classFile) throws Exception;
}
