// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One {@code .cq4} file as it was when it was read, for looking at what is left of it where it is damaged. As {@link CycleFile}, in memory. */
final class Documents {

    /** Far more than a directory ever holds. */
    private static final long LONGEST = 1L << 30;

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META = 0x4000_0000;
    private static final int LENGTH = 0x3FFF_FFFF;

    private final ByteBuffer bytes;

    private Documents(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Documents read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("`" + file + "` is longer than any file of a journal");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Documents(in.readAllBytes());
        }
    }

    /**
     * What stands at a place.
     *
     * @param at where it begins
     * @param next where what follows it would begin
     * @param decoded the record, if it is one
     * @param damage what is wrong, if it is not; {@code null} with no record for the end
     */
    record Document(
            int at,
            int next,
            Canonical.@Nullable Decoded decoded,
            @Nullable String damage) {}

    /** What stands at {@code from} or, where Chronicle's own is there, behind it. */
    Document at(int from) {
        int at = from;
        while (true) {
            if (at + 4 > bytes.limit()) {
                return new Document(at, at, null, null);
            }
            int header = bytes.getInt(at);
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                return new Document(at, at, null, null);
            }
            int length = header & LENGTH;
            long next = ((long) at + 4 + length + 3) & ~3L;
            if (next > bytes.limit() + 3L || at + 4L + length > bytes.limit()) {
                return new Document(at, at, null, "there is something that is longer than the rest of the file");
            }
            if ((header & META) != 0) {
                at = (int) next;
                continue;
            }
            byte[] record = length > Canonical.LONGEST_RECORD ? null : CycleFile.unwrap(slice(at + 4, length));
            if (record == null) {
                return new Document(at, at, null, "there is something that is not a record");
            }
            try {
                return new Document(at, (int) next, Canonical.decode(record), null);
            } catch (Canonical.MalformedException e) {
                return new Document(at, at, null, e.getMessage());
            }
        }
    }

    /** The next whole record that begins behind {@code from}; {@code null} if there is none. */
    @Nullable
    Document search(int from) {
        byte[] all = bytes.array();
        for (int i = from + 1; i + Canonical.MAGIC.length <= all.length; i++) {
            if (all[i] == Canonical.MAGIC[0]
                    && Arrays.equals(all, i, i + Canonical.MAGIC.length, Canonical.MAGIC, 0, Canonical.MAGIC.length)) {
                Document found = around(i);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable Document around(int magic) {
        for (int lengthBytes : new int[] {1, 2, 4}) {
            int code = magic - 2 - lengthBytes;
            if (code < 0 || bytes.get(code) != (byte) (lengthBytes == 1 ? 0x80 : lengthBytes == 2 ? 0x81 : 0x82)) {
                continue;
            }
            int length = CycleFile.length(bytes.array(), code, lengthBytes) - 1;
            if (length <= 0 || length > Canonical.LONGEST_RECORD || magic + (long) length > bytes.limit()) {
                continue;
            }
            try {
                Canonical.Decoded decoded = Canonical.decode(slice(magic, length));
                int at = Math.max(0, code - CycleFile.NAMED.length - 4);
                return new Document(at, magic + length + 3 & ~3, decoded, null);
            } catch (Canonical.MalformedException e) {
                // not a record after all
            }
        }
        return null;
    }

    private byte[] slice(int at, int length) {
        return Arrays.copyOfRange(bytes.array(), at, at + length);
    }
}
