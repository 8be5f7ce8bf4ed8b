// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Scopes remembered beside objects that cannot be wrapped or given a field. Objects are told apart by identity, and what is remembered for one
 * is let go with it. Thread-safe.
 */
final class Beside {

    private final ConcurrentMap<Object, Object> scopes = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    /** How many there may be: while there are none, looking one up costs one read. */
    private final AtomicInteger count = new AtomicInteger();

    void put(Object object, Object scope) {
        for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
            forget(each);
        }
        // Counted first: whoever looks at once must not be told that there are none.
        count.incrementAndGet();
        if (scopes.put(new Key(object, gone), scope) != null) {
            count.decrementAndGet();
        }
    }

    @Nullable
    Object get(Object object) {
        return count.get() == 0 ? null : scopes.get(new Lookup(object));
    }

    @Nullable
    Object take(Object object) {
        return count.get() == 0 ? null : forget(new Lookup(object));
    }

    private @Nullable Object forget(Object key) {
        Object scope = scopes.remove(key);
        if (scope != null) {
            count.decrementAndGet();
        }
        return scope;
    }

    int size() {
        return scopes.size();
    }

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object object, ReferenceQueue<Object> gone) {
            super(object, gone);
            hash = System.identityHashCode(object);
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
        private final Object object;

        Lookup(Object object) {
            this.object = object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.get() == object;
        }
    }
}
