// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server on loopback that remembers every byte of a head and answers, or does not, just as a test wants. */
public final class RawServer implements AutoCloseable {

    /** How one request is answered. */
    @FunctionalInterface
    public interface Responder {
        /** Writes a response; the connection is closed afterwards. */
        void respond(Request request, OutputStream out, Socket socket) throws IOException;
    }

    /** One request; of its body only the first 64 KiB. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Request(String head, byte[] body, long length) {

        public String method() {
            return head.substring(0, head.indexOf(' '));
        }

        public String target() {
            return head.split(" ", 3)[1];
        }

        /** All values of a header, {@code null} if there is none. */
        public @Nullable String header(String name) {
            String found = null;
            for (String line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    String value = line.substring(name.length() + 1).strip();
                    found = found == null ? value : found + "," + value;
                }
            }
            return found;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final ServerSocket socket;
    private final Supplier<Responder> responder;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        return thread;
    });

    public RawServer(ServerSocket socket, Supplier<Responder> responder) {
        this.socket = socket;
        this.responder = responder;
        threads.execute(this::accept);
    }

    public static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    public int port() {
        return socket.getLocalPort();
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return connections.get();
    }

    public void reset() {
        requests.clear();
        connections.set(0);
    }

    /** A whole response. */
    public static byte[] response(String statusAndHeaders, String body) {
        return ("HTTP/1.1 " + statusAndHeaders + "\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(accepted));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            InputStream in = new BufferedInputStream(accepted.getInputStream());
            String head = head(in);
            if (head == null) {
                return;
            }
            Request bare = new Request(head, new byte[0], 0);
            if ("100-continue".equalsIgnoreCase(bare.header("Expect"))) {
                accepted.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            Request request = body(bare, in);
            requests.add(request);
            responder.get().respond(request, accepted.getOutputStream(), accepted);
            accepted.getOutputStream().flush();
        } catch (IOException | UncheckedIOException e) {
            // The client went away: the tests look at what the client says.
        }
    }

    private static @Nullable String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int state = 0;
        while (state < 4) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
            state = (b == "\r\n\r\n".charAt(state)) ? state + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static Request body(Request bare, InputStream in) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long length = 0;
        String announced = bare.header("Content-Length");
        if (announced != null) {
            length = read(in, Long.parseLong(announced), kept);
        } else if ("chunked".equalsIgnoreCase(bare.header("Transfer-Encoding"))) {
            long size = Long.parseLong(line(in), 16);
            while (size > 0) {
                length += read(in, size, kept);
                line(in);
                size = Long.parseLong(line(in), 16);
            }
            line(in);
        }
        return new Request(bare.head(), kept.toByteArray(), length);
    }

    private static long read(InputStream in, long count, ByteArrayOutputStream kept) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = count;
        while (left > 0) {
            int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (got < 0) {
                throw new IOException("body ended early");
            }
            kept.write(buffer, 0, Math.min(got, (1 << 16) - kept.size()));
            left -= got;
        }
        return count;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("chunk ended early");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
