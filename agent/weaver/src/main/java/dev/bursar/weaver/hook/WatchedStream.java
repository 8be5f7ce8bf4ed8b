// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A response's body that the application reads as it likes. The first bytes are kept, and reported once: when enough of them have passed,
 * at the end, when reading fails, or when the stream is closed, whichever comes first.
 */
final class WatchedStream extends FilterInputStream {

    private final int wanted;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private @Nullable BiConsumer<byte[], Boolean> report;

    /**
     * @param wanted how many bytes to keep at most; more than 0
     * @param report takes the bytes, and whether they are the whole body
     */
    WatchedStream(InputStream body, int wanted, BiConsumer<byte[], Boolean> report) {
        super(body);
        this.wanted = wanted;
        this.report = report;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            report(false);
            throw e;
        }
        if (count < 0) {
            report(true);
        } else {
            keep(buffer, offset, count);
        }
        return count;
    }

    /** Reads what is skipped, so that the first bytes are kept. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.max(0, Math.min(count, 8192))];
        return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public synchronized void mark(int limit) {
        // Not supported: bytes would be kept twice.
    }

    @Override
    public synchronized void reset() throws IOException {
        throw new IOException("mark/reset not supported");
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            report(false);
        }
    }

    /** One byte more than wanted must be seen before the head is known not to be the whole. */
    private synchronized void keep(byte[] buffer, int offset, int count) {
        if (report != null) {
            int room = wanted - head.size();
            head.write(buffer, offset, Math.min(room, count));
            if (count > room) {
                report(false);
            }
        }
    }

    private synchronized void report(boolean whole) {
        BiConsumer<byte[], Boolean> once = report;
        if (once != null) {
            report = null;
            once.accept(head.toByteArray(), whole);
        }
    }
}
