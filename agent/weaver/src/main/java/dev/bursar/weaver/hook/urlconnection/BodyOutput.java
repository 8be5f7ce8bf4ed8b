// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.bridge.CallView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the application writes. Without a streaming mode all is kept until the response is asked for, as in the JDK. In a streaming mode
 * it is kept until it is complete or too large to look at; then the call is decided on, and the rest goes straight through or nowhere.
 */
final class BodyOutput extends OutputStream {

    /** Decides on the call and opens the JDK's own stream. */
    interface Opener {
        /**
         * Called once, at the latest when the body is complete.
         *
         * @param body all of it; {@code null} if it is too large
         * @return where the body goes; {@code null} if the call has been answered without
         */
        @Nullable
        OutputStream open(byte @Nullable [] body) throws IOException;
    }

    private final boolean streaming;
    private final long announced;
    private final Opener opener;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long count;
    private boolean opened;
    private boolean closed;
    private @Nullable OutputStream real;
    private @Nullable IOException failure;

    /** @param announced the body's length; -1 if it is not known */
    BodyOutput(boolean streaming, long announced, Opener opener) {
        this.streaming = streaming;
        this.announced = announced;
        this.opener = opener;
    }

    /** What has been written, when nothing is streamed. */
    byte[] kept() {
        return kept.toByteArray();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            if (streaming) {
                throw new IOException("Stream is closed");
            }
            return;
        }
        if (failure != null) {
            throw failure;
        }
        if (announced >= 0 && count + length > announced) {
            throw fail(new IOException("too many bytes to write"));
        }
        count += length;
        if (opened) {
            if (real != null) {
                real.write(bytes, offset, length);
            }
            return;
        }
        kept.write(bytes, offset, length);
        if (streaming && kept.size() > CallView.MAX_BODY) {
            open(null);
        }
    }

    @Override
    public void flush() throws IOException {
        if (real != null && !closed) {
            real.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (!streaming) {
            return;
        }
        if (failure != null) {
            throw failure;
        }
        if (announced >= 0 && count < announced) {
            if (real != null) {
                abandon();
            }
            throw fail(new IOException("insufficient data written"));
        }
        if (!opened) {
            open(kept.toByteArray());
        }
        if (real != null) {
            real.close();
        }
    }

    /** What went wrong here before anything could be answered. */
    @Nullable
    IOException failure() {
        return failure;
    }

    private void abandon() {
        try {
            if (real != null) {
                real.close();
            }
        } catch (IOException e) {
            // The JDK says by this that too little was written, which is about to be told.
            real = null;
        }
    }

    private void open(byte @Nullable [] body) throws IOException {
        opened = true;
        try {
            real = opener.open(body);
            if (real != null) {
                kept.writeTo(real);
            }
        } catch (IOException e) {
            throw fail(e);
        } finally {
            kept = new ByteArrayOutputStream();
        }
    }

    private IOException fail(IOException e) {
        failure = e;
        return e;
    }
}
