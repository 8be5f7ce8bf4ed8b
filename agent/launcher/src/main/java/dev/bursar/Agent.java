// SPDX-License-Identifier: Apache-2.0
package dev.bursar;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/** Where {@code -javaagent:bursar.jar=bursar.yaml} begins. Everything else of Bursar lives in an {@link IsolatedLoader}. */
public final class Agent {

    /** The exit code of a start-up that was refused: {@code EX_CONFIG} of sysexits.h. */
    private static final int REFUSED = 78;

    private Agent() {}

    /** Called by the JVM before {@code main}. Returns armed or not at all. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        if (isJdkTool()) {
            return;
        }
        try {
            IsolatedLoader loader = IsolatedLoader.open();
            @SuppressWarnings("unchecked")
            BiConsumer<String, Instrumentation> attach =
                    (BiConsumer<String, Instrumentation>) loader.loadClass("dev.bursar.launcher.Attach")
                            .getDeclaredConstructor()
                            .newInstance();
            attach.accept(arguments == null ? "" : arguments, instrumentation);
        } catch (Throwable e) {
            refuse(e);
        }
    }

    /** {@code JAVA_TOOL_OPTIONS} loads the agent into keytool, jps and the like too: they run from a module of the JDK. */
    private static boolean isJdkTool() {
        String module = System.getProperty("jdk.module.main");
        return module != null && (module.startsWith("jdk.") || module.startsWith("java."));
    }

    /** One line, then out: an exception from here would end in the JVM's own assertion text, and an unguarded application must not start. */
    private static void refuse(Throwable e) {
        String message = e.getMessage();
        System.err.println(
                "bursar: not started: " + (message == null ? e.getClass().getName() : message));
        System.err.flush();
        Runtime.getRuntime().halt(REFUSED);
    }
}
