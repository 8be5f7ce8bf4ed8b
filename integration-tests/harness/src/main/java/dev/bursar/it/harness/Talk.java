// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** An application that answers each line on its standard input with one line on its standard output. */
public final class Talk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Jvm.Running running;
    private int heard;

    public Talk(Jvm.Running running) {
        this.running = running;
    }

    /** What the application says to {@code line}. */
    public String say(String line) {
        try {
            var in = running.process().getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                String all = Files.readString(running.out());
                List<String> lines =
                        all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
                if (lines.size() > heard) {
                    heard++;
                    return lines.get(heard - 1);
                }
                if (System.nanoTime() > deadline || !running.process().isAlive()) {
                    throw new AssertionError("no answer to `" + line + "`\n" + running.text());
                }
                Thread.sleep(2);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(running.text(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public String errors() {
        try {
            return Files.readString(running.err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing more to say: the application ends by itself. */
    public Jvm.Done end() {
        try {
            running.process().getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running.await();
    }

    @Override
    public void close() {
        if (running.process().isAlive()) {
            running.process().destroyForcibly();
        }
    }
}
