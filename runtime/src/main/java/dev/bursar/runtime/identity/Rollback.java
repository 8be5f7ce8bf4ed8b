// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.identity.Attempt.Taken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ordinals taken inside one woven method, to be freed again if it throws. Made only where something is taken or work is captured, so
 * that most entries cost nothing.
 *
 * <p>These form a tree, one per outermost run: what is freed with a method is also what was taken inside it on other threads. A part is held by the one
 * above it only from the moment it contains something; captured work that never calls a vendor leaves nothing behind.
 */
final class Rollback {

    /** The most parts kept: beyond it the oldest half stays taken for good, which bounds the memory of a method that never returns. */
    private static final int KEPT = 1 << 16;

    private final Run run;
    private @Nullable Rollback above;
    private @Nullable List<Object> parts;
    private boolean linked;
    private boolean undone;

    /** How deep in the frame the method is; touched by the frame's own thread only. */
    int depth;

    /** The next one down the frame's stack; touched by the frame's own thread only. */
    @Nullable
    Rollback below;

    /** Whether work on another thread refers to it, so that it must stay a part of its own. */
    boolean shared;

    Rollback(Run run, @Nullable Rollback above) {
        this.run = run;
        this.above = above;
    }

    /** Whether nothing is kept in it now, whoever may still refer to it. */
    boolean isBare() {
        synchronized (run) {
            return parts == null;
        }
    }

    /** Whether what is recorded in it is freed at once. */
    boolean isUndone() {
        synchronized (run) {
            return undone;
        }
    }

    boolean isEmpty() {
        synchronized (run) {
            return parts == null && !shared;
        }
    }

    /** Notes an ordinal; when the method has already thrown, frees it at once. */
    void record(Taken taken) {
        synchronized (run) {
            if (link()) {
                keep(taken);
            } else {
                taken.free();
            }
        }
    }

    private boolean link() {
        if (undone || linked) {
            return !undone;
        }
        if (above != null) {
            if (!above.link()) {
                undone = true;
                return false;
            }
            above.keep(this);
        }
        linked = true;
        return true;
    }

    private void keep(Object part) {
        List<Object> kept = parts;
        if (kept == null) {
            kept = new ArrayList<>(2);
            parts = kept;
        } else if (kept.size() >= KEPT) {
            kept.subList(0, KEPT / 2).clear();
        }
        kept.add(part);
    }

    /** Frees everything taken inside. What captured work takes later is freed as it is taken. */
    void undo() {
        synchronized (run) {
            undone = true;
            List<Object> mine = parts;
            parts = null;
            if (above != null && linked && !above.undone) {
                above.drop(this);
            }
            if (mine != null) {
                for (Object part : mine) {
                    if (part instanceof Taken taken) {
                        taken.free();
                    } else {
                        ((Rollback) part).undo();
                    }
                }
            }
        }
    }

    /** Hands everything to the one above, which the method's caller owns. */
    void merge() {
        synchronized (run) {
            List<Object> mine = parts;
            if (shared || mine == null || above == null || undone) {
                return;
            }
            above.drop(this);
            for (Object part : mine) {
                if (part instanceof Rollback child) {
                    child.above = above;
                }
                above.keep(part);
            }
            parts = null;
            linked = false;
        }
    }

    /** Puts a new one between this and the one above, to stand for the method's caller. */
    Rollback insertAbove() {
        synchronized (run) {
            Rollback between = new Rollback(run, above);
            if (linked && !undone) {
                if (above != null) {
                    above.drop(this);
                }
                between.link();
                between.keep(this);
            }
            above = between;
            return between;
        }
    }

    private void drop(Rollback part) {
        List<Object> mine = parts;
        if (mine != null) {
            for (int i = mine.size() - 1; i >= 0; i--) {
                if (mine.get(i) == part) {
                    mine.remove(i);
                    return;
                }
            }
        }
    }
}
