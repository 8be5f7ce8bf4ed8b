// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server on a free loopback port, which writes down every change before it answers. */
public final class LoopbackRedis implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FIRST_PORT = 15_000;
    private static final int PORTS = 15_000;
    private static final int MOST_PORTS_TRIED = 100;

    private final Path folder;
    private final int port;
    private final Path executable;
    private @Nullable Process process;

    /** Starts one that keeps its files in a new folder of {@code parent}. */
    public LoopbackRedis(Path parent) {
        try {
            folder = Files.createDirectory(parent.resolve("redis"));
            executable = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath();
            port = freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Below those that systems hand out by themselves, so that nobody is given it while the server is down. */
    private static int freePort() throws IOException {
        Random random = new Random();
        for (int i = 0; i < MOST_PORTS_TRIED; i++) {
            int port = FIRST_PORT + random.nextInt(PORTS);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new IOException("found no free port from " + FIRST_PORT + " on");
    }

    /** Starts it again with what is in its append-only file. */
    public void start() {
        start("yes");
    }

    /** Starts it again with what was there at {@link #dump}, and without an append-only file. */
    public void startFromDump() {
        start("no");
    }

    private void start(String appendOnly) {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", folder.toString(), "--save", ""));
        command.addAll(List.of("--appendonly", appendOnly, "--appendfsync", "always"));
        command.addAll(List.of("--maxmemory-policy", "noeviction"));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            process = started;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!answers("PING")) {
                if (System.nanoTime() - deadline > 0 || !started.isAlive()) {
                    throw new AssertionError("redis did not start: " + Files.readString(folder.resolve("log")));
                }
                Thread.sleep(2);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether it answers, and not with an error. */
    private boolean answers(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port + "/0";
    }

    /** Ends it at once. */
    public void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (!running.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("redis cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGSTOP: it is there, takes connections, and answers nothing. */
    public void freeze() {
        signal("-STOP");
    }

    /** Goes on after {@link #freeze}. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("redis does not run");
        }
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(running.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("redis cannot be sent " + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Throws away what it has kept. It must not be running. */
    public void empty() {
        try {
            Files.deleteIfExists(appended());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much it has written down so far, for {@link #cutBack}. */
    public long written() {
        try {
            return Files.size(appended());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws away all that it has written down since. It must not be running. */
    public void cutBack(long written) {
        try (FileChannel file = FileChannel.open(appended(), StandardOpenOption.WRITE)) {
            file.truncate(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what is there now, for {@link #startFromDump}. */
    public void dump() {
        if (!answers("SAVE")) {
            throw new AssertionError("redis does not save");
        }
    }

    private Path appended() {
        return folder.resolve("appendonly.aof");
    }

    @Override
    public void close() {
        kill();
    }
}
