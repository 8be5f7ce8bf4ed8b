// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it was sent, for being sent again: everything but the caller's real key.
 *
 * <p>As bytes, numbers big-endian, texts as {@link DataOutputStream#writeUTF} writes them:
 *
 * <pre>
 * version  1   1
 * method, origin, target, idempotency key   texts
 * how many headers  2, then of each two texts, name in lower case and value
 * length of the body  4, then the body
 * </pre>
 *
 * @param origin scheme, host and port it went to
 * @param target raw path and query
 * @param key the idempotency key as it stood on the wire
 * @param headers names in lower case; those alone that tell what the request is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptRequest(String method, Origin origin, String target, String key, Map<String, String> headers, byte[] body) {

    private static final int VERSION = 1;

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(method);
            out.writeUTF(origin.toString());
            out.writeUTF(target);
            out.writeUTF(key);
            out.writeShort(headers.size());
            for (Map.Entry<String, String> header : headers.entrySet()) {
                out.writeUTF(header.getKey());
                out.writeUTF(header.getValue());
            }
            out.writeInt(body.length);
            out.write(body);
        } catch (IOException e) {
            // A text beyond 64 KiB: such a request is too large to be kept anyway.
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if these are no such bytes */
    static KeptRequest of(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IOException("it was kept by another version of bursar");
            }
            String method = in.readUTF();
            Origin origin = Origin.of(in.readUTF());
            String target = in.readUTF();
            String key = in.readUTF();
            Map<String, String> headers = new LinkedHashMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                headers.put(in.readUTF(), in.readUTF());
            }
            int length = in.readInt();
            byte[] body = in.readNBytes(Math.max(0, length));
            if (origin == null || !target.startsWith("/") || body.length != length || in.read() >= 0) {
                throw new IOException("it is not a whole request");
            }
            return new KeptRequest(method, origin, target, key, headers, body);
        }
    }

    /** @throws IllegalArgumentException if it is none, which nothing that was sent can be */
    URI uri() {
        return URI.create(origin + target);
    }

    /** Not what it asks for. */
    @Override
    public String toString() {
        return "KeptRequest[" + method + "]";
    }
}
