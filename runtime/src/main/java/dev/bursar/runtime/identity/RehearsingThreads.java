// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The threads that were started inside a rehearsal. Nothing on them goes live unless it was submitted there by something live.
 *
 * <p>Workers of pools are left out: they outlive the rehearsal that happened to need one more of them, and the work given to such a pool carries
 * its own scope, rehearsing or not. Thread-safe.
 */
final class RehearsingThreads {

    /** The threads of what is no pool of the JDK's, or has no such in common. */
    private static final Set<String> WORKERS =
            Set.of("java.util.TimerThread", "kotlinx.coroutines.scheduling.CoroutineScheduler$Worker");

    /** More frames than there are between a pool that wants another worker and the start of its thread. */
    private static final int DEPTH = 16;

    private final Map<Thread, String> started = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile boolean any;

    /** @param rehearsal its id */
    void add(Thread thread, String rehearsal) {
        if (!isWorker(thread)) {
            started.put(thread, rehearsal);
            any = true;
        }
    }

    private static boolean isWorker(Thread thread) {
        return thread instanceof ForkJoinWorkerThread
                || WORKERS.contains(thread.getClass().getName())
                || StackWalker.getInstance()
                        .walk(frames -> frames.limit(DEPTH).anyMatch(RehearsingThreads::addsWorker));
    }

    private static boolean addsWorker(StackWalker.StackFrame frame) {
        return frame.getMethodName().equals("addWorker")
                && frame.getClassName().equals(ThreadPoolExecutor.class.getName());
    }

    /** Whether there were ever any: while there were none, looking one up costs one read. */
    boolean mayHave() {
        return any;
    }

    /** The id of the rehearsal in which it was started; {@code null} if in none. */
    @Nullable
    String of(Thread thread) {
        return started.get(thread);
    }
}
