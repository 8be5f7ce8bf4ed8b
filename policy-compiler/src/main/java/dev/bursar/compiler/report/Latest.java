// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The last few of many. */
final class Latest<T> {

    private final int most;
    private final Deque<T> kept = new ArrayDeque<>();
    private long count;

    Latest(int most) {
        this.most = most;
    }

    void add(T one) {
        count++;
        kept.add(one);
        if (kept.size() > most) {
            kept.remove();
        }
    }

    /** How many there were. */
    long count() {
        return count;
    }

    /** The last first. */
    List<T> all() {
        List<T> all = new ArrayList<>(kept);
        Collections.reverse(all);
        return all;
    }
}
