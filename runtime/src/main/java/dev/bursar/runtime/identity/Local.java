// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one thread is inside of. Touched by that thread only. It stays with the thread, empty, when everything has been left, so that
 * entering again costs no setting up.
 */
final class Local {

    @Nullable
    Frame frame;

    /** How many woven methods were entered since {@link #frame} that changed nothing. */
    int depth;

    /** The innermost rollback of {@link #frame}; its depth is at most {@link #depth}. */
    @Nullable
    Rollback top;

    /** An entry that failed inside Bursar, for a reason that nobody foresaw. */
    record Failed(Local local) {}

    final Failed failed = new Failed(this);

    /** Entries that failed inside Bursar: while there are any, nobody can say who is calling. */
    int failures;

    private final LogContext log;
    /** The run's id that stands in the application's logging context because of a frame here; {@code null} if none does. */
    private @Nullable String shown;

    private @Nullable Scope last;
    private @Nullable Frame lastFrame;

    Local(LogContext log) {
        this.log = log;
    }

    void push(Frame next) {
        top = null;
        depth = 0;
        frame = next;
        Run mine = next.recorded();
        Frame outer = next.outer;
        if (mine != (outer == null ? null : outer.recorded())) {
            show(next, mine);
        }
    }

    /** Shows the run that is open now, if its id has come to be known only since it was opened. */
    void show() {
        Frame f = frame;
        if (f != null) {
            show(f, f.recorded());
        }
    }

    /** What an implicit run is called nobody may ever ask, and a random id is not made for each entry of a method. */
    private void show(Frame f, @Nullable Run run) {
        boolean named = run != null && (!run.isImplicit() || run.idIfKnown() != null);
        if (!named && shown == null || !log.isPresent()) {
            return;
        }
        String id = run != null && named ? run.id() : null;
        if (Objects.equals(id, shown)) {
            return;
        }
        String before = log.put(LogContext.RUN, id);
        if (!f.showed) {
            f.showed = true;
            f.loggedBefore = before;
            f.shownBefore = shown;
        }
        shown = id;
    }

    /** Puts back what was there before {@code popped}. */
    void pop(Frame popped) {
        if (popped.showed) {
            log.put(LogContext.RUN, popped.loggedBefore);
            shown = popped.shownBefore;
        }
        frame = popped.outer;
        depth = popped.outerDepth;
        top = popped.outerTop;
        if (frame == null) {
            last = null;
            lastFrame = null;
        }
    }

    boolean contains(Frame wanted) {
        for (Frame f = frame; f != null; f = f.outer) {
            if (f == wanted) {
                return true;
            }
        }
        return false;
    }

    /** What stands above the next rollback. */
    @Nullable
    Rollback above() {
        Rollback mine = standing();
        return mine != null || frame == null ? mine : frame.above();
    }

    /** The innermost rollback, unless a new pass of the loop has taken the place of the one it belongs to. */
    private @Nullable Rollback standing() {
        Rollback mine = top;
        boolean replaced = mine != null
                && frame != null
                && frame.line != null
                && frame.line.attempt().node != null
                && mine.isUndone();
        return replaced ? null : mine;
    }

    /** The rollback of the innermost method, made now if need be. */
    Rollback rollback(Attempt attempt) {
        Rollback mine = standing();
        if (mine == null || mine.depth < depth) {
            mine = new Rollback(attempt.counts.run, above());
            mine.depth = depth;
            mine.below = top;
            top = mine;
        }
        return mine;
    }

    /** The scope as it is now; {@code null} where there is none. The same object as long as nothing changes. */
    @Nullable
    Scope scope() {
        Frame f = frame;
        if (f == null || f.isNobody()) {
            return null;
        }
        Frame.Line line = f.line;
        Attempt attempt = line == null ? null : line.attempt();
        Rollback mine = attempt == null ? null : rollback(attempt);
        Scope known = last;
        if (known != null && lastFrame == f && known.rollback() == mine && known.inAttempt() == attempt) {
            return known;
        }
        if (mine != null) {
            mine.shared = true;
        }
        Scope made = new Scope(f.standing, f.conflict, f.rehearsal, attempt, mine, f.inPass);
        last = made;
        lastFrame = f;
        return made;
    }
}
