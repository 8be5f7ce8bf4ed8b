// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Counts the open runs of each stable id, so that what is kept for an id is let go only when the last of them closes. */
final class OpenRuns {

    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();
    private final Consumer<String> closed;

    OpenRuns(Consumer<String> closed) {
        this.closed = closed;
    }

    void opened(String id) {
        counts.merge(id, 1, Integer::sum);
    }

    /** @param registered whether {@link #opened} was told of this run; a random id has one run only */
    void closed(String id, boolean registered) {
        if (!registered || counts.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1) == null) {
            closed.accept(id);
        }
    }
}
