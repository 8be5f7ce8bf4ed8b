// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.NullMarked;

/** Says how far reading has come, once it has taken two seconds. On a terminal one line that changes, else a line every ten seconds. */
@NullMarked
final class Progress {

    private static final int BETWEEN_LOOKS = 4_096;
    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final long start;
    private final long pause;
    private long next;
    private long count;
    private boolean shown;

    Progress(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.next = start + QUIET;
        this.pause = terminal ? TimeUnit.MILLISECONDS.toNanos(500) : TimeUnit.SECONDS.toNanos(10);
    }

    /** One more has been read. */
    void step() {
        if (++count % BETWEEN_LOOKS != 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - next >= 0) {
            next = now + pause;
            shown = true;
            String line =
                    "reading the journal: " + count + " records, " + TimeUnit.NANOSECONDS.toSeconds(now - start) + " s";
            if (terminal) {
                err.print("\r" + line + " ");
            } else {
                err.println(line);
            }
            err.flush();
        }
    }

    void end() {
        if (shown && terminal) {
            err.println();
            err.flush();
        }
    }
}
