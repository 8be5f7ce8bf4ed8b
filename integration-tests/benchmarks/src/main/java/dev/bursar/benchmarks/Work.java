// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one run, on the disk that is measured, with a loopback Stripe and a policy for it. */
final class Work implements AutoCloseable {

    private static final String SCOPED_KEY = "rk_" + "test_bench_scoped";

    private final Path folder;
    private final LoopbackStripe stripe;

    private Work(Path folder, LoopbackStripe stripe) {
        this.folder = folder;
        this.stripe = stripe;
    }

    /** In {@code work} beside benchmarks.jar, or where {@code bursar.benchmarks.work} says. */
    static Work open() throws IOException {
        String named = System.getProperty("bursar.benchmarks.work");
        Path parent = named == null ? beside().resolve("work") : Path.of(named);
        Files.createDirectories(parent);
        return new Work(Files.createTempDirectory(parent, "run").toRealPath(), LoopbackStripe.start());
    }

    /** The folder that benchmarks.jar is in. */
    static Path beside() {
        Path parent = Path.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)[0])
                .toAbsolutePath()
                .getParent();
        if (parent == null) {
            throw new IllegalStateException("benchmarks.jar has no folder");
        }
        return parent;
    }

    private static Path bursarJar() {
        String named = System.getProperty("bursar.jar");
        Path jar = (named == null ? beside().resolve("../../../agent/launcher/target/bursar.jar") : Path.of(named))
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("there is no " + jar + ": build it, or name it by -Dbursar.jar=");
        }
        return jar;
    }

    Path folder() {
        return folder;
    }

    String stripe() {
        return stripe.url();
    }

    /** A JVM of the kind that runs this one. */
    ProcessBuilder bare(Class<?> main, String... arguments) {
        return jvm(List.of(), main, arguments);
    }

    /** The same with the agent, and a state directory of its own. */
    ProcessBuilder governed(Class<?> main, String... arguments) throws IOException {
        return jvm(List.of(agent()), main, arguments);
    }

    /** The option that attaches the agent, with a state directory of its own. */
    String agent() throws IOException {
        Path own = Files.createTempDirectory(folder, "policy");
        Path policy = own.resolve("bursar.yaml");
        Files.writeString(own.resolve("bench.key"), SCOPED_KEY);
        Files.writeString(policy, Policies.text(stripe.url(), "file:bench.key"));
        return "-javaagent:" + bursarJar() + "=" + policy;
    }

    private static ProcessBuilder jvm(List<String> options, Class<?> main, String... arguments) {
        return jvm(options, System.getProperty("java.class.path"), main.getName(), arguments);
    }

    /** A JVM of the kind that runs this one, on another class path. */
    static ProcessBuilder jvm(List<String> options, String classPath, String main, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", classPath, main));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(each -> each.startsWith("JAVA_") || each.startsWith("JDK_"));
        return builder;
    }

    @Override
    public void close() throws IOException {
        stripe.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
