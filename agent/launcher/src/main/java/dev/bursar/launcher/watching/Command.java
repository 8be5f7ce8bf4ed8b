// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts a program for each alert, without a shell, and gives it the alert on its standard input. What it prints is thrown away; what runs too
 * long is killed with all it has started.
 *
 * <p>It inherits neither the agent nor the keys: the variables in which a JVM finds its options, and those that the policy names as keys, are
 * not in its environment.
 */
final class Command implements Channel {

    private static final List<String> OPTIONS_OF_JAVA =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final List<String> line;
    private final Set<String> hidden;

    /**
     * @param line the program and its arguments
     * @param hidden names of variables that it must not see
     */
    Command(List<String> line, Set<String> hidden) {
        this.line = List.copyOf(line);
        this.hidden = Set.copyOf(hidden);
    }

    @Override
    public String name() {
        return "command";
    }

    @Override
    public void send(byte[] json, Duration patience) throws Undelivered, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        OPTIONS_OF_JAVA.forEach(builder.environment()::remove);
        hidden.forEach(builder.environment()::remove);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Undelivered("`" + line.get(0) + "` cannot be started", true);
        }
        try {
            // An alert fits the pipe, so this does not wait for the program to read.
            try (OutputStream in = process.getOutputStream()) {
                in.write(json);
                in.write('\n');
            } catch (IOException e) {
                // It need not read it: how it ends is what counts.
            }
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Undelivered("it had not ended after " + patience.toMillis() + " ms", false);
            }
            if (process.exitValue() != 0) {
                throw new Undelivered("it ended with " + process.exitValue(), false);
            }
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
