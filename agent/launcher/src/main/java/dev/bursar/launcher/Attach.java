// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/** The agent's start, inside the isolated loader. Until the bridge is defined, no class that mentions it may be touched. */
public final class Attach implements BiConsumer<String, Instrumentation> {

    /** @param arguments what stands behind {@code -javaagent:bursar.jar=} */
    @Override
    public void accept(String arguments, Instrumentation instrumentation) {
        try {
            Bridge.define(instrumentation);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (IllegalAccessException | LinkageError e) {
            throw new IllegalStateException("the bridge cannot be defined: " + e.getMessage(), e);
        }
        Engine.start(arguments, instrumentation);
    }
}
