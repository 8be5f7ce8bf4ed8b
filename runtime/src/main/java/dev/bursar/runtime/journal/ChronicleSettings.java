// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import net.openhft.chronicle.wire.WireType;
import org.jspecify.annotations.Nullable;

/**
 * Everything about running Chronicle Queue inside somebody else's JVM: what it must be allowed to reach, and what it must be kept from
 * doing. Only the writing side needs it; {@link JournalReader} reads without Chronicle.
 */
public final class ChronicleSettings {

    /**
     * {@code module/package} pairs that must be opened to the module the journal is loaded in, and to that one only. The last two only
     * silence warnings. No package need be exported beyond these.
     */
    public static final List<String> OPENS = List.of(
            "java.base/java.lang.reflect",
            "java.base/sun.nio.ch",
            "java.base/jdk.internal.ref",
            "jdk.unsupported/sun.misc");

    /** Read lazily and at any time, so they stay set. A value that the host has set is left alone. */
    private static final List<String> SWITCHED_OFF =
            List.of("chronicle.analytics.disable", "chronicle.announcer.disable", "chronicle.disk.monitor.disable");

    /** An empty resource of ours, in place of the host's {@code ./system.properties}, which would go into the System properties. */
    private static final String EMPTY = "dev/bursar/runtime/journal/chronicle.properties";

    private static boolean applied;
    private static @Nullable Throwable failed;

    private ChronicleSettings() {}

    /**
     * Initialises Chronicle so that it does nothing besides appending. Idempotent; to be called before any other use of Chronicle, on a
     * thread that may take some hundred milliseconds.
     */
    static synchronized void apply() {
        if (applied) {
            return;
        }
        Throwable before = failed;
        if (before != null) {
            // a class that could not be initialised says why only the first time
            throw new IllegalStateException(StateDirectory.reason(before), before);
        }
        for (String name : SWITCHED_OFF) {
            System.getProperties().putIfAbsent(name, "true");
        }
        silenceUnsafeWarning();
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        // Chronicle asks the context class loader for services; the host's would hand it classes of another loader.
        thread.setContextClassLoader(ChronicleSettings.class.getClassLoader());
        // A directory that cannot be made, because its parent is a file: Chronicle makes no `target` or `tmp` folder
        // anywhere.
        Path file = Path.of(System.getProperty("java.home"), "lib", "modules");
        try (Borrowed properties = new Borrowed("system.properties", EMPTY);
                Borrowed target = new Borrowed("project.build.directory", file.toString())) {
            Jvm.init();
            Jvm.setExceptionHandlers(null, null, null, null);
            OS.pageSize();
            load();
        } catch (Throwable t) {
            failed = t;
            throw t;
        } finally {
            thread.setContextClassLoader(context);
        }
        applied = true;
    }

    /**
     * Begins {@link #apply} on a thread of its own, while the caller does something else. Whoever uses Chronicle waits for it in {@code apply},
     * and is told there what failed: two threads that initialise its classes at the same time could wait for each other for ever.
     */
    static void applyEarly() {
        Thread thread = new Thread(
                () -> {
                    try {
                        apply();
                    } catch (Throwable t) {
                        // kept, and thrown again where it is needed
                    }
                },
                "bursar-journal-settings");
        thread.setDaemon(true);
        thread.setContextClassLoader(ChronicleSettings.class.getClassLoader());
        thread.start();
    }

    /** Most classes of what {@link ChronicleStore} does, by doing in memory what can be done there. Touches no file. */
    private static void load() {
        SingleChronicleQueueBuilder.binary(Path.of(System.getProperty("java.home")))
                .rollCycle(RollCycles.FAST_DAILY);
        Bytes<?> bytes = Bytes.allocateElasticDirect(1 << 10);
        try {
            Wire wire = WireType.BINARY_LIGHT.apply(bytes);
            try (DocumentContext document = wire.writingDocument()) {
                Objects.requireNonNull(document.wire()).write(CycleFile.FIELD).bytes(new byte[] {0});
            }
        } finally {
            bytes.releaseLast();
        }
    }

    /**
     * From Java 24 on the first use of memory through {@code sun.misc.Unsafe} prints four lines about the library on the host's standard
     * error, unless the JVM believes that it has printed them. Without permission, or in another JVM, the lines are printed: no harm.
     */
    private static void silenceUnsafeWarning() {
        try {
            Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
            warned.setAccessible(true);
            warned.setBoolean(null, true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // before Java 24 there is no such field and no warning
        }
    }

    /** A System property for as long as Chronicle takes to read it. */
    private static final class Borrowed implements AutoCloseable {
        private final String name;
        private final @Nullable String before;

        Borrowed(String name, String value) {
            this.name = name;
            this.before = System.setProperty(name, value);
        }

        @Override
        public void close() {
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        }
    }
}
