// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the books will stand once the journal is open: calls wait for them until a bounded time after the start, then are refused at once. */
final class Shelf {

    private final CompletableFuture<Books> books;
    private final long end;

    Shelf(CompletableFuture<Books> books, Duration patience) {
        this.books = books;
        this.end = System.nanoTime() + patience.toNanos();
    }

    Books await() throws Turned {
        Books ready = ifReady();
        if (ready != null) {
            return ready;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return books.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            String why = e.getCause() == null
                    ? "unknown"
                    : String.valueOf(e.getCause().getMessage());
            throw new Turned(new Refusal(
                    503,
                    "bursar_journal",
                    "the journal could not be opened, so nothing can be recorded or sent: " + why,
                    null));
        } catch (TimeoutException e) {
            throw new Turned(new Refusal(
                    503, "bursar_journal", "the journal is not open yet, so nothing can be recorded or sent", null));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Hands the books over now, or, on the thread that opens them, as soon as they are there; never, if they cannot be opened. */
    void whenReady(Consumer<Books> then) {
        books.thenAccept(then);
    }

    @Nullable
    Books ifReady() {
        return books.isDone() && !books.isCompletedExceptionally() ? books.join() : null;
    }
}
