// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.dump.DumpFormat;
import dev.bursar.compiler.dump.Filter;
import dev.bursar.runtime.journal.Recorded;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/** Prints what the filter lets through, as long as somebody reads it. */
@NullMarked
final class Sink implements Consumer<Recorded> {

    private static final long LINES_BETWEEN_LOOKS = 256;

    private final PrintStream out;
    private final DumpFormat format;
    private final Filter filter;
    private long printed;

    Sink(PrintStream out, DumpFormat format, Filter filter) {
        this.out = out;
        this.format = format;
        this.filter = filter;
    }

    void header() {
        out.print(format.header());
    }

    @Override
    public void accept(Recorded recorded) {
        if (filter.test(recorded)) {
            out.print(format.line(recorded));
            if (++printed % LINES_BETWEEN_LOOKS == 0 && !isHeard()) {
                throw new Unheard();
            }
        }
    }

    /** Flushes; false once the other end of a pipe is closed. */
    boolean isHeard() {
        return !out.checkError();
    }

    long printed() {
        return printed;
    }

    /** Nobody reads any more. */
    static final class Unheard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unheard() {
            super("the output is closed", null, false, false);
        }
    }
}
