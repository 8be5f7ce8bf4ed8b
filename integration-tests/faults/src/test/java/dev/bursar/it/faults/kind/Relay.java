// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands between a client and the vendor, below HTTP, where a server library would not let one answer twice or reset a connection. */
final class Relay implements AutoCloseable {

    /** What becomes of one request. */
    enum Way {
        AS_IT_IS,
        /** Carried out only after the client has given up, and answered then. */
        LATE,
        /** Carried out; no answer, the connection stays open. */
        NEVER,
        /** Carried out; the answer comes twice, in one piece. */
        TWICE,
        /** Carried out; the answer comes twice, the second time when the connection may be in use for the next call. */
        TWICE_APART,
        /** Carried out; what comes back is not HTTP. */
        GARBAGE,
        /** Read, not carried out; the connection is closed. */
        CLOSED_AFTER_READING,
        /** Carried out; the connection is closed before the answer. */
        CLOSED_BEFORE_THE_ANSWER,
        /** Carried out; half of the answer, then a reset. */
        RESET_IN_THE_ANSWER
    }

    static final long LATE_MS = 2_500;
    private static final long APART_MS = 10;

    private final int vendor;
    private final Supplier<Way> ways;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Relay(int vendorPort, Supplier<Way> ways) throws IOException {
        this.vendor = vendorPort;
        this.ways = ways;
        this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                start(() -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (byte[] request = message(in); request != null; request = message(in)) {
                if (!serve(client, request, ways.get())) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client has gone, or was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** @return whether the connection stays */
    private boolean serve(Socket client, byte[] request, Way way) throws IOException, InterruptedException {
        if (way == Way.CLOSED_AFTER_READING) {
            return false;
        }
        if (way == Way.LATE) {
            TimeUnit.MILLISECONDS.sleep(LATE_MS);
        }
        byte[] answer = carryOut(request);
        switch (way) {
            case NEVER -> {
                // until the client closes it
                return client.getInputStream().read() >= 0;
            }
            case TWICE -> {
                byte[] twice = Arrays.copyOf(answer, 2 * answer.length);
                System.arraycopy(answer, 0, twice, answer.length, answer.length);
                client.getOutputStream().write(twice);
            }
            case TWICE_APART -> {
                client.getOutputStream().write(answer);
                client.getOutputStream().flush();
                TimeUnit.MILLISECONDS.sleep(APART_MS);
                client.getOutputStream().write(answer);
            }
            case GARBAGE -> {
                client.getOutputStream()
                        .write("\u0001\u0002 ceci n'est pas du HTTP\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                return false;
            }
            case CLOSED_BEFORE_THE_ANSWER -> {
                return false;
            }
            case RESET_IN_THE_ANSWER -> {
                client.getOutputStream().write(answer, 0, answer.length / 2);
                client.setSoLinger(true, 0);
                return false;
            }
            default -> client.getOutputStream().write(answer);
        }
        client.getOutputStream().flush();
        return true;
    }

    private byte[] carryOut(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), vendor)) {
            open.add(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                byte[] answer = message(new BufferedInputStream(socket.getInputStream()));
                if (answer == null) {
                    throw new EOFException("the vendor did not answer");
                }
                return answer;
            } finally {
                open.remove(socket);
            }
        }
    }

    /** One whole request or answer with a length; {@code null} at the end of the stream. */
    private static byte @Nullable [] message(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (!message.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            message.write(next);
        }
        int length = 0;
        for (String line : message.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        message.write(in.readNBytes(length));
        return message.toByteArray();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (Closeable each : open) {
            each.close();
        }
    }
}
