// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.retry;

import dev.bursar.bridge.Door;
import org.jspecify.annotations.Nullable;

/**
 * The retry loops of one library that each thread is inside of, for libraries that try again and again on the thread that asked and tell
 * of each failure on the way. Nothing of the library is replaced, so nothing of it can see a difference. Never throws.
 */
public final class Loops {

    private static final class Loop {
        private final @Nullable Loop outer;
        private final @Nullable Object run;
        private @Nullable Object attempt;

        Loop(@Nullable Loop outer, @Nullable Object run) {
            this.outer = outer;
            this.run = run;
        }
    }

    private final String library;

    @SuppressWarnings("ThreadLocalUsage") // There is one of these for each library, in a static field.
    private final ThreadLocal<@Nullable Loop> innermost = new ThreadLocal<>();

    public Loops(String library) {
        this.library = library;
    }

    /**
     * A loop begins, and with it the first try.
     *
     * @return to be given to {@link #end} on this thread
     */
    public Object begin() {
        Loop loop = (Loop) beginWithoutTries();
        loop.attempt = Door.beginAttempt(library);
        return loop;
    }

    /** As {@link #begin} for a loop that tells of no failures, the tries of which are told by something else. */
    public Object beginWithoutTries() {
        Loop loop = new Loop(innermost.get(), Door.openRun(library, null));
        innermost.set(loop);
        return loop;
    }

    /** The try of the innermost loop has failed: what comes now is the next one. */
    public void failed(@Nullable Throwable why) {
        Loop loop = innermost.get();
        if (loop != null) {
            Door.leave(loop.attempt, null, why);
            loop.attempt = Door.beginAttempt(library);
        }
    }

    /** A loop ends, with what its last try returned or with what it gives up by. */
    public void end(@Nullable Object begun, @Nullable Object returned, @Nullable Throwable thrown) {
        if (begun instanceof Loop loop) {
            if (loop.outer == null) {
                innermost.remove();
            } else {
                innermost.set(loop.outer);
            }
            Door.leave(loop.attempt, returned, thrown);
            Door.leave(loop.run, returned, thrown);
        }
    }
}
