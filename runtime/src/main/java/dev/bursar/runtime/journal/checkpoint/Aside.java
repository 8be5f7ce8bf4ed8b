// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes to the second place on a thread of its own: a full pipe or a share whose server has gone may never answer, and nobody can interrupt
 * it. One line at a time.
 */
final class Aside {

    private final SecondPlace place;
    private final LinkedBlockingQueue<FutureTask<Void>> lines = new LinkedBlockingQueue<>();
    private final Thread thread;

    Aside(SecondPlace place) {
        this.place = place;
        this.thread = new Thread(this::run, "bursar-checkpoints-aside");
        thread.setDaemon(true);
        thread.setContextClassLoader(Aside.class.getClassLoader());
        thread.start();
    }

    /** A line on its way. */
    static final class Writing {
        private final FutureTask<Void> task;

        private Writing(FutureTask<Void> task) {
            this.task = task;
        }

        /**
         * @return false if it is not known yet
         * @throws IOException if it is not certain that the line is there
         */
        boolean isDone(long nanos) throws IOException {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        task.get(nanos, TimeUnit.NANOSECONDS);
                        return true;
                    } catch (InterruptedException e) {
                        // nobody has a reason to interrupt this
                        interrupted = true;
                    }
                }
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw cause instanceof IOException io
                        ? io
                        : new IOException(
                                cause == null ? "it failed" : cause.getClass().getName(), cause);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** The line before must have been done. */
    Writing write(String line) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            place.write(line);
            return null;
        });
        lines.add(task);
        return new Writing(task);
    }

    String name() {
        return place.name();
    }

    private void run() {
        try {
            while (true) {
                lines.take().run();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Gives up what is still on its way. */
    void close() {
        thread.interrupt();
    }
}
