// SPDX-License-Identifier: Apache-2.0
package dev.bursar;

import java.util.function.ToIntFunction;

/** Where {@code java -jar bursar.jar <verb>} begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws ReflectiveOperationException, java.io.IOException {
        IsolatedLoader loader = IsolatedLoader.open();
        Thread.currentThread().setContextClassLoader(loader);
        @SuppressWarnings("unchecked")
        ToIntFunction<String[]> commandLine =
                (ToIntFunction<String[]>) loader.loadClass("dev.bursar.launcher.CommandLineEntry")
                        .getDeclaredConstructor()
                        .newInstance();
        System.exit(commandLine.applyAsInt(arguments));
    }
}
