// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.weaver.hook.wire.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a connection's stream while one request is printed: keeps the head until its empty line, writes it dressed, and passes
 * everything after it. If the head may not go out, nothing does.
 */
final class HeadStream extends PrintStream {

    private static final Charset CHARSET = headCharset();

    private final PrintStream real;
    private final Dresser dresser;

    HeadStream(PrintStream real, String origin) {
        this(real, new Dresser(real, origin));
    }

    private HeadStream(PrintStream real, Dresser dresser) {
        super(dresser, false, CHARSET);
        this.real = real;
        this.dresser = dresser;
    }

    /**
     * @return the real stream
     * @throws IOException if nothing was written to it, and why
     */
    PrintStream written() throws IOException {
        flush();
        if (dresser.refusal != null) {
            throw dresser.refusal;
        }
        if (!dresser.dressed) {
            throw new IOException("bursar does not know how this JDK writes a request, so it is not sent");
        }
        return real;
    }

    /** The JDK's: the default charset where that contains ASCII. */
    private static Charset headCharset() {
        Charset charset = Charset.defaultCharset();
        byte[] ascii = {'G', ':', ' ', '\r', '\n'};
        return java.util.Arrays.equals("G: \r\n".getBytes(charset), ascii) ? charset : StandardCharsets.ISO_8859_1;
    }

    private static final class Dresser extends OutputStream {
        private final PrintStream real;
        private final String origin;
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private int lineBreaks;
        private boolean dressed;
        private @Nullable IOException refusal;

        Dresser(PrintStream real, String origin) {
            this.real = real;
            this.origin = origin;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            int at = offset;
            for (; at < offset + count && !dressed && refusal == null; at++) {
                head.write(bytes[at]);
                lineBreaks = bytes[at] == '\n' ? lineBreaks + 1 : bytes[at] == '\r' ? lineBreaks : 0;
                if (lineBreaks == 2) {
                    dress();
                }
            }
            if (dressed) {
                real.write(bytes, at, offset + count - at);
            }
        }

        private void dress() {
            try {
                byte[] bytes = RequestHead.dress(head.toByteArray(), origin);
                real.write(bytes, 0, bytes.length);
                dressed = true;
            } catch (IOException e) {
                refusal = e;
            } catch (RuntimeException e) {
                refusal = new IOException("bursar could not dress this request, so it is not sent", e);
            } finally {
                head.reset();
            }
        }

        @Override
        public void flush() {
            if (dressed) {
                real.flush();
            }
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
