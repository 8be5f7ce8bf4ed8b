// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An output that remembers why it could not be written: that nobody reads any more is no fault, that the disk is full is one. */
final class Outlet extends OutputStream {

    private final OutputStream output;
    private @Nullable IOException failure;

    Outlet(OutputStream output) {
        this.output = output;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            output.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            output.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** @throws IOException if not all of it could be written, though somebody would have read it */
    void check() throws IOException {
        IOException failed = failure;
        if (failed == null) {
            return;
        }
        String why = String.valueOf(failed.getMessage());
        // the other end of a pipe that has been closed, in the words of the systems there are
        if (!why.toLowerCase(Locale.ROOT).contains("pipe")) {
            throw new IOException("not everything could be written: " + why, failed);
        }
    }
}
