// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import java.util.function.Supplier;

/** Woven once at start-up, to see whether weaving works. It is loaded apart, so it may name nothing but the JDK. */
public final class CanaryBird implements Supplier<Object> {

    @Override
    public Object get() {
        return "silence";
    }
}
