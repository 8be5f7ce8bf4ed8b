// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which calls carry which key right now. Several calls under one key are one hold, so it may be let go only when the last of them ends, and
 * only if none of them can have moved anything. Thread-safe.
 */
final class Carriers {

    private final ConcurrentMap<String, Group> groups = new ConcurrentHashMap<>();

    /** Changed only inside the map's own operations on its key. */
    private static final class Group {
        int carriers;
        boolean begun;
        boolean doubt;
    }

    /** A call is about to carry {@code key}: to be told before anything is asked about the key. */
    Share join(String key) {
        groups.compute(key, (any, known) -> {
            Group group = known == null ? new Group() : known;
            group.carriers++;
            return group;
        });
        return new Share(key);
    }

    /** For tests: how many keys are carried. */
    int size() {
        return groups.size();
    }

    /** The part of one call in its key. */
    final class Share {

        private final String key;
        private final AtomicBoolean left = new AtomicBoolean();

        private Share(String key) {
            this.key = key;
        }

        /** Nothing was sent under the key before this call and those that carry it with this one. */
        void begins() {
            groups.computeIfPresent(key, (any, group) -> {
                group.begun = true;
                return group;
            });
        }

        /** The call ends and moved something, or may have. */
        void leave() {
            leave(true, () -> {});
        }

        /**
         * The call ends and moved nothing itself.
         *
         * @param letGo run before any later call can carry the key, if nothing can have moved under it at all
         * @return whether {@code letGo} was run
         */
        boolean leaveUnmoved(Runnable letGo) {
            return leave(false, letGo);
        }

        private boolean leave(boolean doubt, Runnable letGo) {
            if (!left.compareAndSet(false, true)) {
                return false;
            }
            boolean[] free = {false};
            groups.computeIfPresent(key, (any, group) -> {
                group.carriers--;
                group.doubt |= doubt;
                if (group.carriers == 0 && group.begun && !group.doubt) {
                    letGo.run();
                    free[0] = true;
                }
                return group.carriers == 0 ? null : group;
            });
            return free[0];
        }
    }
}
