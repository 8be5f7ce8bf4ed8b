// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.evidence;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code docs/journal-format.md}, the sections "The .cq4 file" and "The record", as code. Absent fields are not in the map. */
public final class Page {

    private static final byte[] NAMED = {(byte) 0xC6, 'r', 'e', 'c', 'o', 'r', 'd'};
    private static final int HASH = 32;

    /** The table of fields: name, type, and the version in which it appeared. */
    private static final String[][] FIELDS = {
        {"time", "i64", "1"},
        {"kind", "text", "1"},
        {"call", "text", "1"},
        {"caller", "text", "1"},
        {"run", "text", "1"},
        {"attempt", "i32", "1"},
        {"site", "text", "1"},
        {"vendor", "text", "1"},
        {"operation", "text", "1"},
        {"decision", "text", "1"},
        {"rule", "text", "1"},
        {"reason", "text", "1"},
        {"amount", "amount", "1"},
        {"key", "text", "1"},
        {"body hash", "text", "1"},
        {"status", "optional i32", "1"},
        {"request id", "text", "1"},
        {"object id", "text", "1"},
        {"cap", "text", "1"},
        {"spent", "optional i64", "1"},
        {"held", "optional i64", "1"},
        {"limit", "optional i64", "1"},
        {"policy", "text", "1"},
        {"latency", "i64", "1"},
        {"count", "i32", "1"},
        {"outer", "outer", "2"},
        {"cap caller", "text", "2"},
        {"trace", "text", "2"},
        {"span", "text", "2"},
        {"reference", "text", "2"},
        {"near", "text", "2"},
        {"labels", "text", "2"},
        {"subject", "text", "3"},
        {"sealed", "long", "3"},
    };

    private Page() {}

    /**
     * A record.
     *
     * @param fields by their names on the page
     * @param raw the bytes of the fields
     */
    public record Rec(
            int version,
            long sequence,
            long durable,
            byte[] previous,
            Map<String, Object> fields,
            byte[] raw,
            byte[] hash) {}

    /**
     * A document of a {@code .cq4} file.
     *
     * @param own whether it is Chronicle's own
     * @param at the byte at which it begins
     */
    public record Doc(boolean own, byte[] content, int at) {}

    static List<Doc> documents(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Doc> documents = new ArrayList<>();
        int at = 0;
        while (at + 4 <= file.length) {
            int header = in.getInt(at);
            if (header == 0 || header < 0) {
                break;
            }
            int length = header & 0x3FFF_FFFF;
            documents.add(new Doc((header & 0x4000_0000) != 0, Arrays.copyOfRange(file, at + 4, at + 4 + length), at));
            at = at + 4 + length + 3 & ~3;
        }
        return documents;
    }

    static byte[] file(List<Doc> documents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Doc each : documents) {
            int header = each.content().length | (each.own() ? 0x4000_0000 : 0);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(header)
                    .array());
            out.writeBytes(each.content());
            out.writeBytes(new byte[-each.content().length & 3]);
        }
        out.writeBytes(new byte[64]);
        return out.toByteArray();
    }

    static byte[] unwrap(byte[] content) {
        if (!Arrays.equals(content, 0, 7, NAMED, 0, 7)) {
            throw new IllegalArgumentException("no record");
        }
        int start = switch (content[7] & 0xFF) {
            case 0x80 -> 9;
            case 0x81 -> 10;
            case 0x82 -> 12;
            default -> throw new IllegalArgumentException("no length");
        };
        if ((content[start] & 0xFF) != 0x8A) {
            throw new IllegalArgumentException("no bytes");
        }
        return Arrays.copyOfRange(content, start + 1, content.length);
    }

    static Doc wrap(byte[] record) {
        ByteBuffer out = ByteBuffer.allocate(record.length + 13).order(ByteOrder.LITTLE_ENDIAN);
        int length = record.length + 1;
        out.put(NAMED);
        if (length <= 0xFF) {
            out.put((byte) 0x80).put((byte) length);
        } else if (length <= 0xFFFF) {
            out.put((byte) 0x81).putShort((short) length);
        } else {
            out.put((byte) 0x82).putInt(length);
        }
        out.put((byte) 0x8A).put(record);
        return new Doc(false, Arrays.copyOf(out.array(), out.position()), -1);
    }

    static Rec decode(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        byte[] hash = Arrays.copyOfRange(record, record.length - HASH, record.length);
        if (in.getInt() != 0x42525352 || !Arrays.equals(sha256(Arrays.copyOf(record, record.length - HASH)), hash)) {
            throw new IllegalArgumentException("not a whole record");
        }
        int version = in.get();
        long sequence = in.getLong();
        long durable = in.getLong();
        byte[] previous = new byte[HASH];
        in.get(previous);
        byte[] raw = Arrays.copyOfRange(record, in.position(), record.length - HASH);
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String[] field : FIELDS) {
            Object value = version < Integer.parseInt(field[2]) ? null : read(in, field[1]);
            if (value != null) {
                fields.put(field[0], value);
            }
        }
        if (in.remaining() != HASH) {
            throw new IllegalArgumentException("something follows");
        }
        return new Rec(version, sequence, durable, previous, fields, raw, hash);
    }

    static byte[] encode(int version, long sequence, long durable, byte[] previous, byte[] raw) {
        ByteBuffer out = ByteBuffer.allocate(53 + raw.length + HASH);
        out.putInt(0x42525352)
                .put((byte) version)
                .putLong(sequence)
                .putLong(durable)
                .put(previous)
                .put(raw);
        out.put(sha256(Arrays.copyOf(out.array(), out.position())));
        return out.array();
    }

    public static byte[] raw(int version, Map<String, Object> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String[] field : FIELDS) {
                if (version >= Integer.parseInt(field[2])) {
                    write(out, field[1], fields.get(field[0]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static @Nullable Object read(ByteBuffer in, String type) {
        return switch (type) {
            case "i64" -> in.getLong();
            case "i32" -> in.getInt();
            case "text" -> text(in);
            case "optional i32" -> in.get() == 0 ? null : (Object) in.getInt();
            case "optional i64" -> in.get() == 0 ? null : (Object) in.getLong();
            case "amount" -> in.get() == 0 ? null : in.getLong() + " " + ascii(in, 3);
            case "outer" -> {
                List<String> outer = new ArrayList<>();
                for (int left = in.get() & 0xFF; left > 0; left--) {
                    outer.add(text(in) + "\n" + text(in));
                }
                yield outer;
            }
            case "long" -> {
                int length = in.getInt();
                yield length < 0 ? null : ascii(in, length);
            }
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static void write(DataOutputStream out, String type, @Nullable Object value) throws IOException {
        switch (type) {
            case "i64" -> out.writeLong(value == null ? 0 : (Long) value);
            case "i32" -> out.writeInt(value == null ? 0 : (Integer) value);
            case "text" -> text(out, (String) value);
            case "optional i32" -> {
                out.writeBoolean(value != null);
                if (value != null) {
                    out.writeInt((Integer) value);
                }
            }
            case "optional i64" -> {
                out.writeBoolean(value != null);
                if (value != null) {
                    out.writeLong((Long) value);
                }
            }
            case "amount" -> {
                out.writeBoolean(value != null);
                if (value != null) {
                    String[] parts = ((String) value).split(" ");
                    out.writeLong(Long.parseLong(parts[0]));
                    out.write(parts[1].getBytes(StandardCharsets.US_ASCII));
                }
            }
            case "outer" -> {
                List<?> outer = value == null ? List.of() : (List<?>) value;
                out.writeByte(outer.size());
                for (Object each : outer) {
                    String[] parts = ((String) each).split("\n", 2);
                    text(out, parts[0]);
                    text(out, parts[1]);
                }
            }
            case "long" -> {
                String text = (String) value;
                out.writeInt(text == null ? -1 : text.length());
                out.write(text == null ? new byte[0] : text.getBytes(StandardCharsets.US_ASCII));
            }
            default -> throw new IllegalArgumentException(type);
        }
    }

    private static @Nullable String text(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length == 0xFFFF) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(text == null ? 0xFFFF : bytes.length);
        out.write(bytes);
    }

    private static String ascii(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
