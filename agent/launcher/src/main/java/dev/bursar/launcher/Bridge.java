// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Defines the bridge in the boot loader, as {@code java.lang.Bursar*}. It is done from inside the isolated loader, so that {@code java.lang} is
 * opened to that loader's module alone and not to the application. Appending a jar to the boot class path instead would cost the
 * application its class-data archive.
 */
final class Bridge {

    /** Made by the build: the entry of every class of the bridge, one a line. */
    private static final String INDEX = "bridge.index";

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
        List<byte[]> waiting = new ArrayList<>();
        // No stream: the first one of a process costs start-up.
        for (StringTokenizer entries = new StringTokenizer(new String(read(INDEX), StandardCharsets.UTF_8), "\r\n");
                entries.hasMoreTokens(); ) {
            waiting.add(read(entries.nextToken()));
        }
        while (!waiting.isEmpty()) {
            defineSome(javaLang, waiting);
        }
    }

    /** Defines every class whose superclass and interfaces are there already; a superclass may come later in the index. */
    private static void defineSome(MethodHandles.Lookup javaLang, List<byte[]> waiting) throws IllegalAccessException {
        int before = waiting.size();
        NoClassDefFoundError missing = null;
        for (Iterator<byte[]> each = waiting.iterator(); each.hasNext(); ) {
            try {
                javaLang.defineClass(each.next());
                each.remove();
            } catch (NoClassDefFoundError e) {
                missing = e;
            }
        }
        if (missing != null && waiting.size() == before) {
            throw missing;
        }
    }

    private static byte[] read(String entry) throws IOException {
        try (InputStream in = Bridge.class.getClassLoader().getResourceAsStream(entry)) {
            if (in == null) {
                throw new IOException("bursar.jar lacks " + entry);
            }
            return in.readAllBytes();
        }
    }
}
