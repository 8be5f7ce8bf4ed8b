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
                Slots slots = attempt.slots.get(fingerprint);
                int index = n - attempt.floor;
                if (slots != null && slots.at(index) == this) {
                    slots.free(index);
                }
            }
        }
    }

    /** The ordinals of one fingerprint. */
    private static final class Slots {
        private final List<@Nullable Taken> taken = new ArrayList<>(1);
        /** Every ordinal below is taken, so that a run that does one thing many times does not look through all of them each time. */
        private int allTaken;

        @Nullable
        Taken at(int index) {
            return index >= 0 && index < taken.size() ? taken.get(index) : null;
        }

        int lowestFree() {
            while (allTaken < taken.size() && taken.get(allTaken) != null) {
                allTaken++;
            }
            return allTaken;
        }

        void take(int index, Taken by) {
            if (index == taken.size()) {
                taken.add(by);
            } else {
                taken.set(index, by);
            }
        }

        void free(int index) {
            if (index >= 0 && index < taken.size()) {
                taken.set(index, null);
                allTaken = Math.min(allTaken, index);
            }
        }
    }

    final Run run;
    final int number;
    /** Where it counts: itself, or the attempt of the outermost run. */
    final Attempt counts;
    /** What was taken in it; {@code null} where it counts by itself, since the next one counts anew. */
    final @Nullable Rollback node;

    private final Map<String, Slots> slots = new HashMap<>();
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
            Slots mine = slots.get(fingerprint);
            if (mine == null) {
                if (slots.size() >= REMEMBERED) {
                    // What is forgotten must never come again as if it were new: later ordinals begin above every one
                    // given so far.
                    slots.clear();
                    floor = highest + 1;
                }
                mine = new Slots();
                slots.put(fingerprint, mine);
            }
            int index = mine.lowestFree();
            Taken taken = new Taken(this, fingerprint, floor + index);
            mine.take(index, taken);
            highest = Math.max(highest, taken.n);
            return taken;
        }
    }

    void free(String fingerprint, int n) {
        counts.freeHere(fingerprint, n);
    }

    private void freeHere(String fingerprint, int n) {
        synchronized (run) {
            Slots mine = slots.get(fingerprint);
            if (mine != null) {
                mine.free(n - floor);
            }
        }
    }
}
