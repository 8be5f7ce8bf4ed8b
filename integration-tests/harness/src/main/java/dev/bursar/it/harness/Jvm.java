// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Builds and runs a JVM like the one that runs the tests, with a class path of its own. */
public final class Jvm {

    public static final Path BURSAR_JAR = Path.of(System.getProperty("bursar.jar"));
    private static final Path JARS = Path.of(System.getProperty("bursar.it.jars"));
    private static final Path CLASSES = Path.of(System.getProperty("bursar.it.classes"));
    private static final long PATIENCE_SECONDS = 120;

    private final List<String> options = new ArrayList<>();
    private final List<String> classPath = new ArrayList<>();
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> under = new ArrayList<>();
    private Path home = Path.of(System.getProperty("java.home"));

    /** An application of the tests' own on stripe-java of one version. */
    public static Jvm application(String mainClass, String stripeVersion) {
        Jvm jvm = new Jvm();
        jvm.classPath.add(CLASSES.toString());
        jvm.classPath.add(JARS.resolve("stripe-java-" + stripeVersion + ".jar").toString());
        try (var jars = Files.list(JARS)) {
            jars.filter(jar -> jar.getFileName().toString().startsWith("gson-"))
                    .forEach(jar -> jvm.classPath.add(jar.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        jvm.command.add(mainClass);
        return jvm;
    }

    /** An application of the tests' own on exactly the jars of {@code classPath}, separated as the platform does. */
    public static Jvm application(String mainClass, Path classes, String classPath) {
        Jvm jvm = new Jvm();
        jvm.classPath.add(classes.toString());
        jvm.classPath.add(classPath);
        jvm.command.add(mainClass);
        return jvm;
    }

    /** The bundled command line. */
    public static Jvm bursar(String... arguments) {
        Jvm jvm = new Jvm();
        jvm.command.addAll(List.of("-jar", BURSAR_JAR.toString()));
        jvm.command.addAll(List.of(arguments));
        return jvm;
    }

    public Jvm agent(Path policy) {
        options.add("-javaagent:" + BURSAR_JAR + "=" + policy);
        return this;
    }

    public Jvm option(String option) {
        options.add(option);
        return this;
    }

    public Jvm ahead(Path jarOrFolder) {
        classPath.add(0, jarOrFolder.toString());
        return this;
    }

    public Jvm argument(String argument) {
        command.add(argument);
        return this;
    }

    public Jvm env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs it on another JDK. */
    public Jvm home(Path javaHome) {
        home = javaHome;
        return this;
    }

    /** Runs it as the command of another program, such as {@code unshare}. */
    public Jvm under(String... program) {
        under.addAll(List.of(program));
        return this;
    }

    /** Starts it with its output going to files beside {@code name} in {@code folder}. */
    public Running start(Path folder, String name) {
        List<String> line = new ArrayList<>(under);
        line.add(home.resolve("bin").resolve("java").toString());
        line.addAll(options);
        if (!classPath.isEmpty()) {
            line.add("-cp");
            line.add(String.join(File.pathSeparator, classPath));
        }
        line.addAll(command);
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(each -> each.startsWith("JAVA_") || each.startsWith("JDK_"));
        builder.environment().putAll(environment);
        try {
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Done run(Path folder, String name) {
        return start(folder, name).await();
    }

    public record Running(Process process, Path out, Path err) {

        public Done await() {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("still running after " + PATIENCE_SECONDS + " s\n" + text());
                }
                return new Done(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public Done kill() {
            process.destroyForcibly();
            return await();
        }

        public String text() {
            try {
                return Files.readString(out, StandardCharsets.UTF_8) + Files.readString(err, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param out standard output; {@code err} standard error */
    public record Done(int exit, String out, String err) {

        /** The value of the one line {@code name=value} of the output. */
        public String value(String name) {
            return out.lines()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no `" + name + "` in\n" + this));
        }

        @Override
        public String toString() {
            return "exit " + exit + "\n--- out\n" + out + "\n--- err\n" + err;
        }
    }
}
