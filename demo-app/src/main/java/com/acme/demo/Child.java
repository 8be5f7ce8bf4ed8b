// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the Java and the class path of this one. */
final class Child {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** What it left behind: its exit code, and its output and errors as lines. */
    record Result(int exit, List<String> lines) {}

    private final Screen screen;
    private final Path directory;

    Child(Screen screen, Path directory) {
        this.screen = screen;
        this.directory = directory;
    }

    /**
     * Runs it to its end.
     *
     * @param doing what to tell the reader that is being waited for
     * @param environment added to what this process has, less every variable whose name begins with STRIPE
     * @throws IOException if it cannot be started, or has not ended after three minutes
     */
    Result java(String doing, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "child", ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("STRIPE"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            wait(doing, process);
        } finally {
            process.destroyForcibly();
        }
        return new Result(
                process.exitValue(),
                List.of(Files.readString(output, StandardCharsets.UTF_8).split("\\R")));
    }

    private void wait(String doing, Process process) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!process.waitFor(1, TimeUnit.SECONDS)) {
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            if (passed.compareTo(LIMIT) > 0) {
                throw new IOException(doing + " did not end within " + LIMIT.toMinutes() + " minutes");
            }
            screen.progress(doing, passed.toSeconds());
        }
        screen.endProgress();
    }
}
