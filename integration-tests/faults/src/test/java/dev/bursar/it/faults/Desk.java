// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A {@link com.acme.faults.Teller} that runs under Bursar. Every wait is bounded: a hang is a failure. */
public final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long KILL_SECONDS = 20;
    private static final int MOST_LOADS = 100;

    private final Jvm.Running running;
    private final Writer in;
    private final Path fired;
    private int asked;

    Desk(Jvm.Running running, Path fired) {
        this.running = running;
        this.in = running.process().outputWriter(StandardCharsets.UTF_8);
        this.fired = fired;
    }

    /** Charges as many customers, without waiting for what comes of it. */
    public void begin(int threads, int calls, String prefix) {
        say("load " + threads + " " + calls + " " + Scene.AMOUNT + " " + prefix);
    }

    /** What came of the load begun; fails if the process is gone. */
    public Outcome outcome() {
        String answer = answer();
        if (answer == null) {
            throw new AssertionError("ended before it answered\n" + running.text());
        }
        return Outcome.parse(answer);
    }

    public Outcome load(int threads, int calls, String prefix) {
        begin(threads, calls, prefix);
        return outcome();
    }

    /** Load after load, until the process is gone: what is refused in a moment may leave little to do for the others. */
    public void loadUntilItEnds(int threads, int calls, String prefix) {
        for (int i = 0; i < MOST_LOADS && isAlive(); i++) {
            begin(threads, calls, prefix + i + "_");
            if (answer() != null) {
                pause(100);
            }
        }
        awaitEnd();
    }

    /** From now on passages count. */
    public Desk arm() {
        ask("set bursar.faults.armed yes");
        return this;
    }

    public void disarm() {
        ask("set bursar.faults.armed no");
    }

    /** Its clock says this now, and goes on from there. */
    public void setClock(Instant time) {
        ask("set bursar.faults.shift " + Duration.between(Instant.now(), time));
    }

    private void ask(String line) {
        say(line);
        if (answer() == null) {
            throw new AssertionError("ended before it answered\n" + running.text());
        }
    }

    private void say(String line) {
        try {
            in.write(line + "\n");
            in.flush();
            asked++;
        } catch (IOException e) {
            throw new AssertionError(running.text(), e);
        }
    }

    /** {@code null} if the process ends first. */
    private @Nullable String answer() {
        await(
                "an answer",
                PATIENCE,
                () -> lines().size() >= asked || !running.process().isAlive());
        List<String> lines = lines();
        return lines.size() < asked ? null : lines.get(asked - 1);
    }

    private List<String> lines() {
        try {
            String text = Files.readString(running.out());
            // a line still being written is no answer
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the breaker has broken something, or the process is gone. */
    public void awaitFault() {
        await(
                "the fault",
                PATIENCE,
                () -> !fired().isEmpty() || !running.process().isAlive());
    }

    public void await(String what, Duration patience, BooleanSupplier there) {
        long end = System.nanoTime() + patience.toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("hung: waited " + patience + " for " + what + "\n" + running.text());
            }
            pause(2);
        }
    }

    private static void pause(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the breaker has broken so far; empty if nothing. */
    public String fired() {
        try {
            return Files.exists(fired) ? Files.readString(fired) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return running.process().isAlive();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        // A process in a pid namespace of its own is a descendant of the one that made the namespace.
        running.process().descendants().forEach(ProcessHandle::destroyForcibly);
        running.process().destroyForcibly();
        awaitEnd();
    }

    /** Waits until it is gone by itself. */
    public void awaitEnd() {
        await(
                "its end",
                Duration.ofSeconds(KILL_SECONDS),
                () -> !running.process().isAlive());
    }

    /** Ends it in good order. */
    public void end() {
        try {
            in.close();
        } catch (IOException e) {
            throw new AssertionError(running.text(), e);
        }
        awaitEnd();
        if (running.process().exitValue() != 0) {
            throw new AssertionError("exit " + running.process().exitValue() + "\n" + running.text());
        }
    }

    public String text() {
        return running.text();
    }

    @Override
    public void close() {
        if (running.process().isAlive()) {
            running.process().descendants().forEach(ProcessHandle::destroyForcibly);
            running.process().destroyForcibly();
        }
    }
}
