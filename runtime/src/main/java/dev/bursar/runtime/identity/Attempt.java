// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass through the tool loop of a run: which ordinals of which fingerprints are taken in it. All of it is guarded by the lock of the
 * run, so that taking, recording and rolling back are one order.
 *
 * <p>A run inside another counts in the attempt of the outermost one, whose counts do not depend on which of several inner runs came first.
 * Its own attempts are told apart by what they took, which the next of them gives back.
 */
final class Attempt {

    /** Distinct fingerprints remembered in one attempt: bounds the memory of a run that never ends. */
    static final int REMEMBERED = 1 << 16;

    /** One taken ordinal. Compared by identity: an ordinal freed and taken again is another one. */
    static final class Taken {
        private final Attempt attempt;
        private final String fingerprint;
        final int n;

        private Taken(Attempt attempt, String fingerprint, int n) {
            this.attempt = attempt;
            this.fingerprint = fingerprint;
            this.n = n;
        }

        /** Makes the ordinal available again, unless that has happened already. */
        void free() {
            synchronized (attempt.run) {
                List<@Nullable Taken> slots = attempt.slots.get(fingerprint);
                int index = n - attempt.floor;
                if (slots != null && index >= 0 && index < slots.size() && slots.get(index) == this) {
                    slots.set(index, null);
                }
            }
        }
    }

    final Run run;
    final int number;
    /** Where it counts: itself, or the attempt of the outermost run. */
    final Attempt counts;
    /** What was taken in it; {@code null} where it counts by itself, since the next one counts anew. */
    final @Nullable Rollback node;

    private final Map<String, List<@Nullable Taken>> slots = new HashMap<>();
    private int floor;
    private int highest = -1;

    /** One that counts by itself. */
    Attempt(Run run, int number) {
        this.run = run;
        this.number = number;
        this.counts = this;
        this.node = null;
    }

    /** One that counts in {@code counts}, under {@code whole}, the part of its run. */
    Attempt(Run run, int number, Attempt counts, Rollback whole) {
        this.run = run;
        this.number = number;
        this.counts = counts;
        Rollback mine = new Rollback(counts.run, whole);
        mine.shared = true;
        this.node = mine;
    }

    /** Whether nothing was ever taken in it. */
    boolean isFresh() {
        if (node != null) {
            return node.isBare();
        }
        synchronized (run) {
            return highest < 0;
        }
    }

    /** Takes the lowest free ordinal of {@code fingerprint}. */
    Taken take(String fingerprint) {
        return counts.takeHere(fingerprint);
    }

    private Taken takeHere(String fingerprint) {
        synchronized (run) {
            List<@Nullable Taken> mine = slots.get(fingerprint);
            if (mine == null) {
                if (slots.size() >= REMEMBERED) {
                    // What is forgotten must never come again as if it were new: later ordinals begin above every one
                    // given so far.
                    slots.clear();
                    floor = highest + 1;
                }
                mine = new ArrayList<>(1);
                slots.put(fingerprint, mine);
            }
            int index = mine.indexOf(null);
            Taken taken = new Taken(this, fingerprint, floor + (index < 0 ? mine.size() : index));
            if (index < 0) {
                mine.add(taken);
            } else {
                mine.set(index, taken);
            }
            highest = Math.max(highest, taken.n);
            return taken;
        }
    }

    void free(String fingerprint, int n) {
        counts.freeHere(fingerprint, n);
    }

    private void freeHere(String fingerprint, int n) {
        synchronized (run) {
            List<@Nullable Taken> mine = slots.get(fingerprint);
            int index = n - floor;
            if (mine != null && index >= 0 && index < mine.size()) {
                mine.set(index, null);
            }
        }
    }
}
