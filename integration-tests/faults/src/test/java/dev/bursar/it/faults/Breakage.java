// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import dev.bursar.it.faults.breaker.Breaker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import org.jspecify.annotations.Nullable;

/** What the breaker is to break in one process. */
public final class Breakage {

    private static final String PACKAGE = Breaker.class.getPackageName().replace('.', '/');
    private static @Nullable Path jar;

    private final List<String> lines = new ArrayList<>();
    private boolean fromTheStart;

    /** As {@code kill -9}, at once. */
    public Breakage halt(Step step, int passage) {
        return at(step, passage, 1, "halt", "");
    }

    /** Stays there for ever, so that a signal finds the process exactly there. */
    public Breakage hang(Step step, int passage) {
        return at(step, passage, 1, "hang", "");
    }

    /** An {@link IOException}, as a system call makes it that fails. */
    public Breakage fail(Step step, int passage, int times, String message) {
        return at(step, passage, times, "io", message);
    }

    /** What the JVM throws where a page under a memory map cannot be had. */
    public Breakage fault(Step step, int passage, int times) {
        return at(step, passage, times, "internal", "a fault occurred in an unsafe memory access operation");
    }

    public Breakage sleep(Step step, int passage, int times, long milliseconds) {
        return at(step, passage, times, "sleep", Long.toString(milliseconds));
    }

    /** The question is answered yes. */
    public Breakage yes(Step step, int passage, int times) {
        return at(step, passage, times, "yes", "");
    }

    /** From then on the clock is so far from the real one. */
    public Breakage shift(Step step, int passage, Duration by) {
        return at(step, passage, 1, "shift", by.toString());
    }

    /** Keeps what would survive a loss of power in {@code forced}. */
    public Breakage disk(Path state, Path forced) {
        lines.add(String.join("\t", "disk", state.toString(), forced.toString()));
        return this;
    }

    /** Lets the application shift the clock of its JVM. */
    public Breakage clock() {
        lines.add("clock\t");
        return this;
    }

    /** Passages count from the start of the process, and not only once {@link Desk#arm} is called. */
    public Breakage fromTheStart() {
        fromTheStart = true;
        return this;
    }

    private Breakage at(Step step, int passage, int times, String action, String argument) {
        lines.add(String.join(
                "\t", "at", step.place(), Integer.toString(passage), Integer.toString(times), action, argument));
        return this;
    }

    boolean isFromTheStart() {
        return fromTheStart;
    }

    /** The option that attaches the breaker. */
    String option(Path plan) {
        try {
            Files.write(plan, lines);
            return "-javaagent:" + jar() + "=" + plan;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The breaker as an agent's jar, made once, of the classes that the tests were compiled to. */
    private static synchronized Path jar() throws IOException {
        if (jar == null) {
            Path made = Files.createDirectories(Scene.WORK).resolve("breaker.jar");
            Manifest manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.putValue("Premain-Class", Breaker.class.getName());
            main.putValue("Can-Retransform-Classes", "true");
            main.put(
                    Attributes.Name.CLASS_PATH,
                    ByteBuddy.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString());
            Path classes = Path.of(System.getProperty("bursar.it.classes")).resolve(PACKAGE);
            try (OutputStream file = Files.newOutputStream(made);
                    JarOutputStream out = new JarOutputStream(file, manifest);
                    DirectoryStream<Path> all = Files.newDirectoryStream(classes, "*.class")) {
                for (Path each : all) {
                    out.putNextEntry(new JarEntry(PACKAGE + "/" + each.getFileName()));
                    try (InputStream in = Files.newInputStream(each)) {
                        in.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
            jar = made;
        }
        return jar;
    }
}
