// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * Just enough HTTP/2 in clear to see what the client writes: takes the upgrade of the first request of a connection, answers every
 * stream with 200 and {@code ok}, and reads header blocks with the JDK's own decoder.
 */
final class Http2Server implements AutoCloseable {

    private static final String HPACK = "jdk.internal.net.http.hpack.";

    private final ServerSocket socket;
    private final List<String> upgrades = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> streams = new CopyOnWriteArrayList<>();

    Http2Server() throws IOException {
        Module client = HttpClient.class.getModule();
        ByteBuddyAgent.install()
                .redefineModule(
                        client,
                        Set.of(),
                        Map.of(HPACK.substring(0, HPACK.length() - 1), Set.of(Http2Server.class.getModule())),
                        Map.of(),
                        Set.of(),
                        Map.of());
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "http2-server");
        thread.setDaemon(true);
        thread.start();
    }

    String origin() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Heads of requests that asked for an upgrade. */
    List<String> upgrades() {
        return upgrades;
    }

    /** Fields of requests that came as HTTP/2, pseudo fields included. */
    List<Map<String, String>> streams() {
        return streams;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket accepted = socket.accept()) {
                serve(new DataInputStream(accepted.getInputStream()), accepted.getOutputStream());
            } catch (IOException | ReflectiveOperationException e) {
                // The client went away, or the next connection is another one.
            }
        }
    }

    private void serve(DataInputStream in, OutputStream out) throws IOException, ReflectiveOperationException {
        upgrades.add(head(in));
        out.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        frame(out, 4, 0, 0, new byte[0]);
        respond(out, 1);
        in.readFully(new byte[24]);
        Object decoder =
                Class.forName(HPACK + "Decoder").getConstructor(int.class).newInstance(4096);
        while (true) {
            int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            if (type == 1) {
                int skip = ((flags & 0x8) != 0 ? 1 : 0) + ((flags & 0x20) != 0 ? 5 : 0);
                streams.add(decode(decoder, ByteBuffer.wrap(payload, skip, length - skip)));
            } else if (type == 4 && flags == 0) {
                frame(out, 4, 1, 0, new byte[0]);
            }
            if ((type == 0 || type == 1) && (flags & 1) != 0) {
                respond(out, stream);
            }
        }
    }

    private static void respond(OutputStream out, int stream) throws IOException {
        frame(out, 1, 4, stream, new byte[] {(byte) 0x88});
        frame(out, 0, 1, stream, "ok".getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
        out.flush();
    }

    private static Map<String, String> decode(Object decoder, ByteBuffer block) throws ReflectiveOperationException {
        Map<String, String> fields = new TreeMap<>();
        Class<?> callback = Class.forName(HPACK + "DecodingCallback");
        InvocationHandler collect = (proxy, method, arguments) -> {
            String name = null;
            for (Object argument : arguments) {
                if (argument instanceof CharSequence text && name == null) {
                    name = text.toString();
                } else if (argument instanceof CharSequence text) {
                    fields.merge(name, text.toString(), (a, b) -> a + "," + b);
                }
            }
            return null;
        };
        decoder.getClass()
                .getMethod("decode", ByteBuffer.class, boolean.class, callback)
                .invoke(
                        decoder,
                        block,
                        true,
                        Proxy.newProxyInstance(Http2Server.class.getClassLoader(), new Class<?>[] {callback}, collect));
        return fields;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
