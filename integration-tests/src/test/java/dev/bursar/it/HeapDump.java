// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A heap dump in the JVM's binary format 1.0.2 with identifiers of 8 bytes, searched for text and for who refers to it. */
final class HeapDump {

    private static final int OBJECT = 2;
    private static final int BYTE = 8;
    private static final int CHAR = 5;
    private static final int HEADER = "JAVA PROFILE 1.0.2".length() + 1 + 4 + 8;

    private record Field(String name, int type) {}

    private record Type(long parent, List<Field> fields) {}

    private interface Visitor {
        default void instance(long id, long type, ByteBuffer fields) {}

        default void references(long id, String what, long[] to) {}

        default void array(long id, int type, ByteBuffer data) {}
    }

    private final ByteBuffer dump;
    private final Map<Long, String> strings = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, Type> types = new HashMap<>();

    private HeapDump(ByteBuffer dump) {
        this.dump = dump;
    }

    static HeapDump read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            HeapDump heap = new HeapDump(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            heap.walk(new Visitor() {});
            return heap;
        }
    }

    /** How many times the bytes of the text stand anywhere in the dump. */
    int occurrences(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        for (int at = 0; at <= dump.limit() - wanted.length; at++) {
            found += stands(wanted, dump, at, 1) ? 1 : 0;
        }
        return found;
    }

    /** The ways that lead to the text, {@code field of class} by {@code field of class}, up to {@code depth}, with how often each is there. */
    Map<String, Integer> holders(String text, int depth) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        Map<Long, String> reached = new HashMap<>();
        walk(new Visitor() {
            @Override
            public void array(long id, int type, ByteBuffer data) {
                int width = type == CHAR ? 2 : 1;
                for (int at = 0; at <= data.limit() - wanted.length * width; at++) {
                    if (stands(wanted, data, at, width)) {
                        reached.put(id, (type == CHAR ? "char[" : "byte[") + data.limit() / width + "]");
                        return;
                    }
                }
            }
        });
        Map<String, Integer> ways = new TreeMap<>();
        Map<Long, String> level = reached;
        Set<Long> seen = new HashSet<>(reached.keySet());
        for (int step = 0; step < depth && !level.isEmpty(); step++) {
            level = referrers(level, seen, ways);
            seen.addAll(level.keySet());
        }
        level.values().forEach(way -> ways.merge(way + " <- ...", 1, Integer::sum));
        return ways;
    }

    /** One step back; a way that nobody refers to any further is complete. */
    private Map<Long, String> referrers(Map<Long, String> level, Set<Long> seen, Map<String, Integer> complete) {
        Map<Long, String> next = new HashMap<>();
        Set<Long> referred = new HashSet<>();
        walk(new Visitor() {
            @Override
            public void references(long id, String what, long[] to) {
                for (long each : to) {
                    String way = level.get(each);
                    if (way != null && id != each) {
                        referred.add(each);
                        if (!seen.contains(id)) {
                            next.putIfAbsent(id, way + " <- " + what);
                        }
                    }
                }
            }
        });
        level.forEach((id, way) -> {
            if (!referred.contains(id)) {
                complete.merge(way + " <- (stack or nobody)", 1, Integer::sum);
            }
        });
        return next;
    }

    private static boolean stands(byte[] wanted, ByteBuffer in, int at, int width) {
        for (int i = 0; i < wanted.length; i++) {
            // a char is written big endian
            if (in.get(at + i * width + width - 1) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private void walk(Visitor visitor) {
        ByteBuffer in = dump.duplicate().position(HEADER);
        while (in.hasRemaining()) {
            int tag = in.get() & 0xff;
            in.getInt();
            int length = in.getInt();
            int end = in.position() + length;
            if (tag == 0x01) {
                long id = in.getLong();
                byte[] text = new byte[length - 8];
                in.get(text);
                strings.putIfAbsent(id, new String(text, StandardCharsets.UTF_8));
            } else if (tag == 0x02) {
                in.getInt();
                long type = in.getLong();
                in.getInt();
                names.put(type, strings.get(in.getLong()).replace('/', '.'));
            } else if (tag == 0x0c || tag == 0x1c) {
                while (in.position() < end) {
                    part(in, visitor);
                }
            }
            in.position(end);
        }
    }

    private void part(ByteBuffer in, Visitor visitor) {
        int tag = in.get() & 0xff;
        switch (tag) {
            case 0xff, 0x05, 0x07 -> skip(in, 8);
            case 0x01 -> skip(in, 16);
            case 0x02, 0x03, 0x08 -> skip(in, 16);
            case 0x04, 0x06 -> skip(in, 12);
            case 0x20 -> type(in, visitor);
            case 0x21 -> {
                long id = in.getLong();
                in.getInt();
                long type = in.getLong();
                int length = in.getInt();
                ByteBuffer fields = in.slice(in.position(), length);
                skip(in, length);
                instance(id, type, fields, visitor);
            }
            case 0x22 -> {
                long id = in.getLong();
                in.getInt();
                long[] elements = new long[in.getInt()];
                String name = names.get(in.getLong());
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = in.getLong();
                }
                visitor.references(id, name, elements);
            }
            case 0x23 -> {
                long id = in.getLong();
                in.getInt();
                int count = in.getInt();
                int type = in.get();
                int length = count * size(type);
                if (type == BYTE || type == CHAR) {
                    visitor.array(id, type, in.slice(in.position(), length));
                }
                skip(in, length);
            }
            default -> throw new IllegalStateException("a part of kind " + tag + " in the heap dump");
        }
    }

    private void type(ByteBuffer in, Visitor visitor) {
        long id = in.getLong();
        in.getInt();
        long parent = in.getLong();
        skip(in, 5 * 8 + 4);
        int constants = in.getShort() & 0xffff;
        for (int i = 0; i < constants; i++) {
            skip(in, 2);
            skip(in, size(in.get()));
        }
        int statics = in.getShort() & 0xffff;
        for (int i = 0; i < statics; i++) {
            String name = strings.get(in.getLong());
            int type = in.get();
            if (type == OBJECT) {
                visitor.references(id, names.get(id) + "#" + name + " (static)", new long[] {in.getLong()});
            } else {
                skip(in, size(type));
            }
        }
        List<Field> fields = new ArrayList<>();
        int count = in.getShort() & 0xffff;
        for (int i = 0; i < count; i++) {
            fields.add(new Field(strings.get(in.getLong()), in.get()));
        }
        types.putIfAbsent(id, new Type(parent, fields));
    }

    private void instance(long id, long type, ByteBuffer values, Visitor visitor) {
        String name = names.get(type);
        for (Type each = types.get(type); each != null; each = types.get(each.parent)) {
            for (Field field : each.fields) {
                if (field.type == OBJECT) {
                    visitor.references(id, name + "#" + field.name, new long[] {values.getLong()});
                } else {
                    skip(values, size(field.type));
                }
            }
        }
    }

    private static int size(int type) {
        return switch (type) {
            case 4, 8 -> 1;
            case 5, 9 -> 2;
            case 6, 10 -> 4;
            case 2, 7, 11 -> 8;
            default -> throw new IllegalStateException("a value of type " + type + " in the heap dump");
        };
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + bytes);
    }
}
