// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server of a test's own on a free loopback port. */
public final class RealRedis implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final List<String> settings;
    private final Path executable;
    private @Nullable Process process;

    private RealRedis(Path folder, int port, List<String> settings, Path executable) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
        this.executable = executable;
    }

    /** @param settings as on the server's command line */
    public static RealRedis start(String... settings) throws IOException {
        return startBelow(65_536, settings);
    }

    /** @param limit above its port, for a server that takes another port far above its own */
    public static RealRedis startBelow(int limit, String... settings) throws IOException {
        Path folder = Files.createTempDirectory("bursar-redis");
        Path executable =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        int port = limit;
        while (port >= limit) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
        }
        RealRedis redis = new RealRedis(folder, port, List.of(settings), executable);
        redis.startAgain();
        return redis;
    }

    /** Starts it again on the same port, with what it has kept, if anything. */
    public void startAgain() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--maxmemory-policy",
                "noeviction"));
        command.addAll(settings);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("redis did not start: " + Files.readString(folder.resolve("log")));
            }
            Thread.onSpinWait();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            int first = socket.getInputStream().read();
            // With a password it answers with an error, and so it does while it loads its file: then one letter
            // further.
            int second = socket.getInputStream().read();
            return first == '+' || (first == '-' && second != 'L');
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it at once, without a chance to write anything down. */
    public void kill() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The program itself. */
    public Path executable() {
        return executable;
    }

    public int port() {
        return port;
    }

    /** Where it keeps its files. */
    public Path folder() {
        return folder;
    }

    public RedisAddress address(String prefix) {
        return address(prefix, Duration.ofMillis(500), null);
    }

    public RedisAddress address(String prefix, Duration timeout, @Nullable Supplier<String> password) {
        return new RedisAddress(
                RedisAddress.Kind.SINGLE,
                List.of(new RedisAddress.Host("127.0.0.1", port)),
                null,
                0,
                false,
                null,
                password,
                prefix,
                timeout,
                0);
    }

    /** Takes nothing down. */
    public static final SharedRedis.Witness DEAF = new SharedRedis.Witness() {
        @Override
        public void remembered(Membership membership) {}

        @Override
        public void troubled(String what) {}
    };

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // A leftover in the folder for temporary files.
        }
    }
}
