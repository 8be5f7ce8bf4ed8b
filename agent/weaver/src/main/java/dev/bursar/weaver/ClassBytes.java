// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A class file, read just far enough to see whether a method calls the bridge and to replace a method's body by a refusal. It uses no
 * library, because it must work when the library that weaves is what failed.
 */
final class ClassBytes {

    /**
     * One method.
     *
     * @param start where its {@code method_info} begins
     * @param end where it ends
     * @param codeAt where its instructions begin; 0 if it has none
     * @param codeLength how many bytes of instructions
     * @param code the span of its {@code Code} attribute; {@code null} if it has none
     * @param throwsIo whether it declares {@code IOException}
     */
    record Method(
            String name,
            String descriptor,
            int start,
            int end,
            int codeAt,
            int codeLength,
            @Nullable Span code,
            boolean throwsIo) {

        boolean hasCode() {
            return code != null;
        }
    }

    /** From {@code start} up to, not including, {@code end}. */
    record Span(int start, int end) {}

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHODREF = 10;
    private static final int NAME_AND_TYPE = 12;
    private static final int INVOKE_DYNAMIC = 18;

    private static final int INVOKESTATIC_OP = 0xB8;
    private static final int INVOKEDYNAMIC_OP = 0xBA;

    private final byte[] bytes;
    private final ByteBuffer in;
    /** Where each constant's tag is. */
    private final int[] constants;

    private final int afterConstants;
    private final List<Method> methods = new ArrayList<>();
    private final List<Integer> bootstraps = new ArrayList<>();
    private final int fieldsAt;

    /**
     * @throws RuntimeException if this is no class file
     */
    ClassBytes(byte[] bytes) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes);
        constants = new int[u2(8)];
        int at = 10;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = bytes[at];
            at += 1 + size(tag, at);
            if (tag == LONG || tag == DOUBLE) {
                i++;
            }
        }
        afterConstants = at;
        fieldsAt = at + 8 + 2 * u2(at + 6);
        at = fieldsAt + 2;
        for (int i = u2(fieldsAt); i > 0; i--) {
            at = skipAttributes(at + 6);
        }
        int count = u2(at);
        at += 2;
        for (int i = 0; i < count; i++) {
            Method method = method(at);
            methods.add(method);
            at = method.end();
        }
        readBootstraps(at);
    }

    int major() {
        return u2(6);
    }

    List<Method> methods() {
        return methods;
    }

    /** The value of a static final string; {@code null} if there is no such constant. */
    @Nullable
    String constant(String field) {
        int at = fieldsAt + 2;
        for (int i = u2(fieldsAt); i > 0; i--) {
            boolean found = utf8(u2(at + 2)).equals(field);
            int attribute = at + 8;
            for (int j = u2(at + 6); j > 0; j--) {
                int value = u2(attribute + 6);
                if (found && utf8(u2(attribute)).equals("ConstantValue") && bytes[constants[value]] == STRING) {
                    return utf8(u2(constants[value] + 1));
                }
                attribute += 6 + in.getInt(attribute + 2);
            }
            at = attribute;
        }
        return null;
    }

    /**
     * Whether the method carries a hook: an {@code invokedynamic} that {@code door} links with {@code advice} as an argument, or, where
     * advice was copied in, a static call of {@code door}.
     *
     * @param door the internal name of the bridge's class
     * @param advice the binary name of the hook's code
     */
    boolean carries(Method method, String door, String advice) {
        int end = method.codeAt() + method.codeLength();
        for (int at = method.codeAt(); at < end; at += Instructions.length(in, method.codeAt(), at)) {
            int op = bytes[at] & 0xFF;
            if ((op == INVOKESTATIC_OP && owner(u2(at + 1)).equals(door))
                    || (op == INVOKEDYNAMIC_OP && links(u2(at + 1), door, advice))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same class with other bodies: each chosen method throws, an {@code IOException} where it declares that, else an
     * {@code IllegalStateException}.
     */
    byte[] refuse(Predicate<Method> chosen, String message) {
        try {
            ByteArrayOutputStream buffer = new ByteArrayOutputStream(bytes.length + 512);
            DataOutputStream out = new DataOutputStream(buffer);
            Appended added = new Appended(constants.length);
            int code = added.utf8("Code");
            int text = added.string(message);
            int unchecked = added.type("java/lang/IllegalStateException");
            int uncheckedInit = added.init(unchecked);
            int io = added.type("java/io/IOException");
            int ioInit = added.init(io);

            out.write(bytes, 0, 8);
            out.writeShort(added.count());
            out.write(bytes, 10, afterConstants - 10);
            added.writeTo(out);
            int at = afterConstants;
            for (Method method : methods) {
                Span old = method.code();
                if (old != null && chosen.test(method)) {
                    out.write(bytes, at, old.start() - at);
                    out.writeShort(code);
                    out.writeInt(2 + 2 + 4 + 11 + 2 + 2);
                    out.writeShort(3);
                    out.writeShort(u2(old.start() + 8));
                    out.writeInt(11);
                    out.writeByte(0xBB); // new
                    out.writeShort(method.throwsIo() ? io : unchecked);
                    out.writeByte(0x59); // dup
                    out.writeByte(0x13); // ldc_w
                    out.writeShort(text);
                    out.writeByte(0xB7); // invokespecial
                    out.writeShort(method.throwsIo() ? ioInit : uncheckedInit);
                    out.writeByte(0xBF); // athrow
                    out.writeShort(0);
                    out.writeShort(0);
                    at = old.end();
                }
            }
            out.write(bytes, at, bytes.length - at);
            return buffer.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Method method(int start) {
        int codeAt = 0;
        int codeLength = 0;
        Span code = null;
        boolean throwsIo = false;
        int at = start + 8;
        for (int i = u2(start + 6); i > 0; i--) {
            int length = in.getInt(at + 2);
            switch (utf8(u2(at))) {
                case "Code" -> {
                    code = new Span(at, at + 6 + length);
                    codeLength = in.getInt(at + 10);
                    codeAt = at + 14;
                }
                case "Exceptions" -> {
                    for (int j = 0; j < u2(at + 6); j++) {
                        throwsIo |= typeName(u2(at + 8 + 2 * j)).equals("java/io/IOException");
                    }
                }
                default -> {
                    // Nothing else is of interest.
                }
            }
            at += 6 + length;
        }
        return new Method(utf8(u2(start + 2)), utf8(u2(start + 4)), start, at, codeAt, codeLength, code, throwsIo);
    }

    private void readBootstraps(int attributesAt) {
        int at = attributesAt + 2;
        for (int i = u2(attributesAt); i > 0; i--) {
            if (utf8(u2(at)).equals("BootstrapMethods")) {
                int entry = at + 8;
                for (int j = u2(at + 6); j > 0; j--) {
                    bootstraps.add(entry);
                    entry += 4 + 2 * u2(entry + 2);
                }
            }
            at += 6 + in.getInt(at + 2);
        }
    }

    private boolean links(int dynamic, String door, String advice) {
        if (bytes[constants[dynamic]] != INVOKE_DYNAMIC) {
            return false;
        }
        int entry = bootstraps.get(u2(constants[dynamic] + 1));
        int handle = constants[u2(entry)];
        if (!owner(u2(handle + 2)).equals(door)) {
            return false;
        }
        for (int i = 0; i < u2(entry + 2); i++) {
            int argument = constants[u2(entry + 4 + 2 * i)];
            if (bytes[argument] == STRING && utf8(u2(argument + 1)).equals(advice)) {
                return true;
            }
        }
        return false;
    }

    private String owner(int member) {
        return typeName(u2(constants[member] + 1));
    }

    private String typeName(int type) {
        return utf8(u2(constants[type] + 1));
    }

    private int skipAttributes(int at) {
        int next = at + 2;
        for (int i = u2(at); i > 0; i--) {
            next += 6 + in.getInt(next + 2);
        }
        return next;
    }

    private int size(int tag, int at) {
        return switch (tag) {
            case UTF8 -> 2 + u2(at + 1);
            case LONG, DOUBLE -> 8;
            case CLASS, STRING, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, METHODREF, 11, NAME_AND_TYPE, 17, INVOKE_DYNAMIC -> 4;
            default -> throw new IllegalArgumentException("unknown constant tag " + tag);
        };
    }

    /** Names of interest are ASCII, where modified UTF-8 and UTF-8 agree. */
    private String utf8(int index) {
        int at = constants[index];
        return new String(bytes, at + 3, u2(at + 1), StandardCharsets.UTF_8);
    }

    private int u2(int at) {
        return in.getShort(at) & 0xFFFF;
    }

    /** Constants put behind the class's own. */
    private static final class Appended {
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(buffer);
        private int next;

        Appended(int first) {
            next = first;
        }

        int utf8(String text) throws IOException {
            out.writeByte(UTF8);
            out.writeUTF(text);
            return next();
        }

        int string(String text) throws IOException {
            return one(STRING, utf8(text));
        }

        int type(String internalName) throws IOException {
            return one(CLASS, utf8(internalName));
        }

        int init(int type) throws IOException {
            return two(METHODREF, type, two(NAME_AND_TYPE, utf8("<init>"), utf8("(Ljava/lang/String;)V")));
        }

        private int one(int tag, int index) throws IOException {
            out.writeByte(tag);
            out.writeShort(index);
            return next();
        }

        private int two(int tag, int first, int second) throws IOException {
            out.writeByte(tag);
            out.writeShort(first);
            out.writeShort(second);
            return next();
        }

        private int next() {
            return next++;
        }

        int count() {
            if (next > 0xFFFF) {
                throw new IllegalStateException("the constant pool is full");
            }
            return next;
        }

        void writeTo(DataOutputStream to) throws IOException {
            to.write(buffer.toByteArray());
        }
    }
}
