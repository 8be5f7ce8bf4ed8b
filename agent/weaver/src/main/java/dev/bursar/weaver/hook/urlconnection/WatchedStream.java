// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.weaver.hook.wire.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A response's body on its way to the application, shown to the outcome first. */
final class WatchedStream extends InputStream {

    private final InputStream real;
    private final Outcome outcome;
    private byte[] ahead = {};
    private int next;
    private boolean ended;
    private @Nullable IOException broken;

    WatchedStream(InputStream real, Outcome outcome) {
        this.real = real;
        this.outcome = outcome;
    }

    /**
     * Reads what the outcome wants before the application asks: it may only look at the status, and never read the body. What goes wrong
     * is kept for when the application comes to that place.
     */
    void readAhead() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (outcome.wanting() > 0) {
            try {
                int count = real.read(buffer, 0, Math.min(buffer.length, outcome.wanting()));
                if (count < 0) {
                    ended = true;
                    outcome.end();
                    break;
                }
                kept.write(buffer, 0, count);
                outcome.body(buffer, 0, count);
            } catch (IOException e) {
                broken = e;
                outcome.failed(e);
                break;
            }
        }
        ahead = kept.toByteArray();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (next < ahead.length) {
            int given = Math.min(count, ahead.length - next);
            System.arraycopy(ahead, next, into, offset, given);
            next += given;
            return given;
        }
        if (broken != null) {
            throw broken;
        }
        if (ended) {
            return -1;
        }
        try {
            int got = real.read(into, offset, count);
            if (got < 0) {
                ended = true;
                outcome.end();
            } else {
                outcome.body(into, offset, got);
            }
            return got;
        } catch (IOException e) {
            outcome.failed(e);
            throw e;
        }
    }

    @Override
    public int available() throws IOException {
        return next < ahead.length ? ahead.length - next : ended || broken != null ? 0 : real.available();
    }

    @Override
    public void close() throws IOException {
        outcome.givenUp();
        next = ahead.length;
        Arrays.fill(ahead, (byte) 0);
        real.close();
    }
}
