// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} on a loopback port, one request a connection, one connection at a time. It is not the JDK's own HTTP server: that
 * one looks for its implementation among the application's classes, and sets up logging before the application may have.
 *
 * <p>A request whose {@code Host} is no loopback name is refused: it comes from a page that a browser on this machine was lured to.
 */
final class Endpoint {

    private static final int PATIENCE_MILLIS = 2_000;
    private static final int LONGEST_HEAD = 8_192;

    private final ServerSocketChannel channel;
    private final Supplier<String> page;

    /** After a connection could not even be taken, as when there are no descriptors left: not at once again. */
    private static final long PAUSE_MILLIS = 100;

    private Endpoint(ServerSocketChannel channel, Supplier<String> page) {
        this.channel = channel;
        this.page = page;
    }

    /**
     * Opens the port and answers from now on, on a daemon thread.
     *
     * @param listen a loopback address and a port, {@code 127.0.0.1:9464}; port 0 takes any that is free
     * @throws IOException if the port cannot be had
     */
    static Endpoint open(String listen, Supplier<String> page) throws IOException {
        int colon = listen.lastIndexOf(':');
        InetAddress address = InetAddress.getByName(listen.substring(0, colon));
        if (!address.isLoopbackAddress()) {
            throw new IOException("`" + listen + "` is no address of this machine alone");
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(address, Integer.parseInt(listen.substring(colon + 1))), 16);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Endpoint endpoint = new Endpoint(channel, page);
        Thread thread = new Thread(endpoint::answer, "bursar-metrics");
        thread.setDaemon(true);
        thread.setContextClassLoader(Endpoint.class.getClassLoader());
        thread.start();
        return endpoint;
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    private void answer() {
        while (channel.isOpen()) {
            try (SocketChannel connection = channel.accept()) {
                answer(connection);
            } catch (IOException e) {
                pause();
            } catch (Throwable e) {
                System.err.println(
                        "bursar: metrics could not be shown (" + e.getClass().getName() + ")");
            }
        }
    }

    /** Reads and writes for so long at most, however slowly the other end does either. */
    private void answer(SocketChannel connection) {
        try (Selector selector = Selector.open()) {
            connection.configureBlocking(false);
            SelectionKey key = connection.register(selector, SelectionKey.OP_READ);
            long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
            String head = head(connection, selector, end);
            ByteBuffer answer = ByteBuffer.wrap(answer(head));
            end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
            key.interestOps(SelectionKey.OP_WRITE);
            while (connection.write(answer) >= 0 && answer.hasRemaining()) {
                await(selector, end);
            }
            connection.shutdownOutput();
        } catch (IOException e) {
            // Whoever asked has gone, or was too slow.
        }
    }

    private static String head(SocketChannel connection, Selector selector, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HEAD);
        while (true) {
            if (connection.read(bytes) < 0 || !bytes.hasRemaining()) {
                throw new IOException("no request");
            }
            String head = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            if (head.contains("\r\n\r\n")) {
                return head;
            }
            await(selector, end);
        }
    }

    private static void await(Selector selector, long end) throws IOException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("too slow");
        }
        selector.select(left);
        selector.selectedKeys().clear();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            // nobody has a reason to interrupt this thread
        }
    }

    private byte[] answer(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (!isFromHere(lines)) {
            return response("403 Forbidden", "this is shown to this machine alone\n", true);
        }
        if (request.length != 3 || !(request[0].equals("GET") || request[0].equals("HEAD"))) {
            return response("405 Method Not Allowed", "GET /metrics is all there is\n", true);
        }
        boolean body = request[0].equals("GET");
        String path = request[1];
        int query = path.indexOf('?');
        if (!(query < 0 ? path : path.substring(0, query)).equals("/metrics")) {
            return response("404 Not Found", "GET /metrics is all there is\n", body);
        }
        return response("200 OK", page.get(), body);
    }

    private static boolean isFromHere(String[] lines) {
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("host:")) {
                String host = lower.substring("host:".length()).strip();
                return host.matches("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");
            }
        }
        return false;
    }

    private static byte[] response(String status, String text, boolean withBody) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 " + status + "\r\nContent-Type: " + Page.CONTENT_TYPE + "\r\nContent-Length: "
                        + body.length
                        + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + (withBody ? body.length : 0)];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, all.length - head.length);
        return all;
    }
}
