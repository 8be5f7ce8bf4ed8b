// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.retry;

import dev.bursar.bridge.Door;
import org.jspecify.annotations.Nullable;

/**
 * What is put around a piece of work each time it runs: a run around the whole of a retried execution, or an attempt around one try of it.
 * Never throws.
 */
public final class Around {

    /** What one entry has to put back, on the thread that entered. */
    record Entered(@Nullable Object resumed, @Nullable Object token) {}

    private final String library;
    private final boolean whole;
    private final @Nullable Object scope;

    private Around(String library, boolean whole, @Nullable Object scope) {
        this.library = library;
        this.whole = whole;
        this.scope = scope;
    }

    /** Around a whole execution. */
    public static Around whole(String library) {
        return new Around(library, true, null);
    }

    /** Around each try, on the thread of the execution. */
    public static Around eachTry(String library) {
        return new Around(library, false, null);
    }

    /** Around each try, on whatever thread: it belongs to the execution that this thread is inside of now. */
    public static Around eachTryOnAnyThread(String library) {
        return new Around(library, false, Door.capture());
    }

    /** Whether it opens a run. */
    boolean isWhole() {
        return whole;
    }

    Entered enter() {
        Object resumed = Door.resume(scope);
        return new Entered(resumed, whole ? Door.openRun(library, null) : Door.beginAttempt(library));
    }

    void leave(Entered entered, @Nullable Object returned, @Nullable Throwable thrown) {
        Door.leave(entered.token(), returned, thrown);
        Door.suspend(entered.resumed());
    }
}
