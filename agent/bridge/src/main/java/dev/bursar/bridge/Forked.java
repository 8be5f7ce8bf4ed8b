// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of fork-join tasks between being forked and being run. Such a task is its own work, so nothing can be wrapped; it is looked up by
 * identity. A task that never runs is let go with the task.
 */
final class Forked {

    private static final ConcurrentMap<Object, Object> SCOPES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();
    /** How many there may be: while there are none, running a task costs one read. */
    private static final AtomicInteger WAITING = new AtomicInteger();

    private Forked() {}

    static void put(Object task, Object scope) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            forget(gone);
        }
        // Counted first: whoever runs the task at once must not be told that there are none.
        WAITING.incrementAndGet();
        if (SCOPES.put(new Key(task), scope) != null) {
            WAITING.decrementAndGet();
        }
    }

    static @Nullable Object take(Object task) {
        return WAITING.get() == 0 ? null : forget(new Lookup(task));
    }

    private static @Nullable Object forget(Object key) {
        Object scope = SCOPES.remove(key);
        if (scope != null) {
            WAITING.decrementAndGet();
        }
        return scope;
    }

    /** Whether a task's work carries its scope by itself. */
    static boolean carriesItself(Object task) {
        return task instanceof CompletableFuture.AsynchronousCompletionTask;
    }

    static int waiting() {
        return SCOPES.size();
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object task) {
            super(task, GONE);
            hash = System.identityHashCode(task);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Key key && get() != null && key.get() == get();
        }
    }

    /** Finds a {@link Key} without making a reference. */
    private static final class Lookup {
        private final Object task;

        Lookup(Object task) {
            this.task = task;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(task);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.get() == task;
        }
    }
}
