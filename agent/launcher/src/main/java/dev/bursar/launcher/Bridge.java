// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Defines the bridge in the boot loader, as {@code java.lang.Bursar*}. It is done from inside the isolated loader, so that {@code java.lang} is
 * opened to that loader's module alone and not to the application. Appending a jar to the boot class path instead would cost the
 * application its class-data archive.
 */
final class Bridge {

    /** In an order in which each class finds those it extends. The build renames these words together with the classes. */
    private static final List<String> CLASSES = List.of(
            "dev.bursar.bridge.Answer",
            "dev.bursar.bridge.CallView",
            "dev.bursar.bridge.Dressing",
            "dev.bursar.bridge.GovernedCall",
            "dev.bursar.bridge.Gate",
            "dev.bursar.bridge.Linker",
            "dev.bursar.bridge.ClosedGate",
            "dev.bursar.bridge.ClosedGate$Refused",
            "dev.bursar.bridge.Door");

    private Bridge() {}

    static void define(Instrumentation instrumentation) throws IOException, IllegalAccessException {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of("java.lang", Set.of(Bridge.class.getModule())),
                Set.of(),
                Map.of());
        MethodHandles.Lookup javaLang = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        for (String name : CLASSES) {
            try (InputStream in =
                    Bridge.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new IOException("bursar.jar lacks " + name);
                }
                javaLang.defineClass(in.readAllBytes());
            }
        }
    }
}
