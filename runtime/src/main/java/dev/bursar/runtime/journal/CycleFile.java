// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records out of one {@code .cq4} file with nothing but read access, also while it is being written. Not thread-safe.
 *
 * <pre>
 *   0  header   4   little-endian: bit 31 set: not complete; bit 30 set: Chronicle's own (index and the like); bits 0-29 length
 *   4  content      of a record: C6 "record", then 80 u8 | 81 u16 | 82 u32 (length of what follows, little-endian), 8A, the record
 *   n  padding      to the next multiple of 4; a header of zero is the end
 * </pre>
 */
final class CycleFile implements Closeable {

    /** The field in the envelope, and the only thing in it. */
    static final String FIELD = "record";

    static final byte[] NAMED = {(byte) 0xC6, 'r', 'e', 'c', 'o', 'r', 'd'};
    private static final int BYTES = 0x8A;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META = 0x4000_0000;
    private static final int LENGTH = 0x3FFF_FFFF;
    private static final int WINDOW = 512 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer window =
            ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long windowAt;
    private long position;

    /** What stands at the place where reading has come to. */
    sealed interface Found {
        /**
         * A record, in an array that stays as it is until the next look.
         *
         * @param next where the one after it would begin
         */
        record Content(byte[] array, int from, int length, long next) implements Found {}

        /** Nothing, or something that is still being written. */
        record End() implements Found {}

        record Damage(String what) implements Found {}
    }

    CycleFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    Path path() {
        return path;
    }

    long position() {
        return position;
    }

    /** What is next. Comes back with the same again, or with what has been written since, until it is passed. */
    Found peek() throws IOException {
        while (true) {
            if (!load(position, 4)) {
                return new Found.End();
            }
            int header = window.getInt((int) (position - windowAt));
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                window.limit(0);
                return new Found.End();
            }
            int length = header & LENGTH;
            long next = (position + 4 + length + 3) & ~3L;
            if ((header & META) != 0) {
                if (next > channel.size()) {
                    return new Found.Damage("an index that is longer than the file");
                }
                position = next;
                continue;
            }
            if (length > Canonical.LONGEST_RECORD || !load(position, 4 + length)) {
                window.limit(0);
                return new Found.Damage("something longer than a record");
            }
            byte[] array = window.array();
            int content = (int) (position - windowAt) + 4;
            int record = unwrap(array, content, length);
            if (record < 0) {
                window.limit(0);
                return new Found.Damage("something that is not a record");
            }
            return new Found.Content(array, record, content + length - record, next);
        }
    }

    void pass(Found.Content content) {
        position = content.next;
    }

    /** Forgets what has been read ahead, so that {@link #peek} looks at the file again. */
    void refresh() {
        window.limit(0);
    }

    /**
     * Whether a whole record stands anywhere behind the present place that was written when record {@code sequence} was known to be on the
     * disk: then what is missing here has not been torn by a crash but changed afterwards.
     */
    boolean proves(long sequence) throws IOException {
        long at = position;
        while (load(at, 4)) {
            int from = (int) (at - windowAt);
            int found = indexOfMagic(from, window.limit());
            if (found < 0) {
                // the last few bytes may be the beginning of one
                at = windowAt + Math.max(from + 1, window.limit() - Canonical.MAGIC.length + 1);
                continue;
            }
            at = windowAt + found + 1;
            if (isProof(windowAt + found, sequence)) {
                return true;
            }
        }
        return false;
    }

    private boolean isProof(long magicAt, long sequence) throws IOException {
        for (int lengthBytes : new int[] {1, 2, 4}) {
            long start = magicAt - 2 - lengthBytes;
            if (start < 0 || !load(start, 2 + lengthBytes)) {
                continue;
            }
            int at = (int) (start - windowAt);
            int length = length(window.array(), at, lengthBytes) - 1;
            if (window.get(at) != (byte) (lengthBytes == 1 ? 0x80 : lengthBytes == 2 ? 0x81 : 0x82)
                    || length <= 0
                    || length > Canonical.LONGEST_RECORD
                    || !load(magicAt, length)) {
                continue;
            }
            byte[] record = new byte[length];
            window.get((int) (magicAt - windowAt), record);
            try {
                if (Canonical.decode(record).durable() >= sequence) {
                    return true;
                }
            } catch (Canonical.MalformedException e) {
                // not a record after all
            }
        }
        return false;
    }

    private int indexOfMagic(int from, int to) {
        byte[] bytes = window.array();
        for (int i = from; i + Canonical.MAGIC.length <= to; i++) {
            if (bytes[i] == Canonical.MAGIC[0]
                    && Arrays.equals(
                            bytes, i, i + Canonical.MAGIC.length, Canonical.MAGIC, 0, Canonical.MAGIC.length)) {
                return i;
            }
        }
        return -1;
    }

    /** The record in the content of a document; {@code null} if it is none. */
    static byte @Nullable [] unwrap(byte[] content) {
        int record = unwrap(content, 0, content.length);
        return record < 0 ? null : Arrays.copyOfRange(content, record, content.length);
    }

    /** Where the record begins in the content at {@code from}; -1 if there is none in it. */
    private static int unwrap(byte[] array, int from, int size) {
        int n = NAMED.length;
        if (size < n + 6 || !Arrays.equals(array, from, from + n, NAMED, 0, n)) {
            return -1;
        }
        int lengthBytes = switch (array[from + n] & 0xFF) {
            case 0x80 -> 1;
            case 0x81 -> 2;
            case 0x82 -> 4;
            default -> 0;
        };
        int start = n + 1 + lengthBytes;
        if (lengthBytes == 0
                || length(array, from + n, lengthBytes) != size - start
                || (array[from + start] & 0xFF) != BYTES) {
            return -1;
        }
        return from + start + 1;
    }

    /** The little-endian number behind the code at {@code at}. */
    static int length(byte[] bytes, int at, int lengthBytes) {
        int length = 0;
        for (int i = lengthBytes; i > 0; i--) {
            length = length << 8 | bytes[at + i] & 0xFF;
        }
        return length;
    }

    /** Makes {@code [at, at + length)} stand in the window; false if the file does not reach that far. */
    private boolean load(long at, int length) throws IOException {
        if (at >= windowAt && at + length <= windowAt + window.limit()) {
            return true;
        }
        window.clear();
        windowAt = at;
        while (window.hasRemaining()) {
            int read = channel.read(window, at + window.position());
            if (read < 0) {
                break;
            }
        }
        window.flip();
        return window.limit() >= length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
