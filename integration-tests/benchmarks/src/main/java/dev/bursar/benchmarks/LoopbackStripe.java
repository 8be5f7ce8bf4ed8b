// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * As little of a server as answers stripe-java: the less it takes, the more honest the ratio of governed to bare. Connections are kept alive,
 * each on a thread of its own.
 */
final class LoopbackStripe implements AutoCloseable {

    private static final byte[] CUSTOMER = answer("{\"id\":\"cus_1\",\"object\":\"customer\"}");
    private static final byte[] CHARGE =
            answer("{\"id\":\"ch_1\",\"object\":\"charge\",\"amount\":1,\"currency\":\"usd\"}");

    private final ServerSocket server;

    private LoopbackStripe(ServerSocket server) {
        this.server = server;
    }

    static LoopbackStripe start() throws IOException {
        LoopbackStripe stripe = new LoopbackStripe(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        daemon(stripe::accept);
        return stripe;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "stripe");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                int body = 0;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        body = Integer.parseInt(
                                header.substring("content-length:".length()).strip());
                    }
                }
                in.skipNBytes(body);
                out.write(request.startsWith("POST") ? CHARGE : CUSTOMER);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** One line without its end; empty at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static byte[] answer(String json) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nRequest-Id: req_1\r\nContent-Length: "
                        + json.length() + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
