// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of scope on one thread, and what was there before it. What a thread enters without changing its scope has no frame: it is
 * counted in {@link Local#depth}.
 */
final class Frame {

    /** The run on this thread, and its attempt as this thread sees it. Shared by the frames of one run on one thread. */
    static final class Line {
        final String caller;
        final OpenRuns open;
        /** {@code null} until the implicit run is first asked for. */
        @Nullable
        Attempt attempt;

        Line(String caller, OpenRuns open, @Nullable Attempt attempt) {
            this.caller = caller;
            this.open = open;
            this.attempt = attempt;
        }

        Attempt attempt() {
            Attempt known = attempt;
            if (known == null) {
                known = new Attempt(Run.implicit(caller, open), 1);
                attempt = known;
            }
            return known;
        }
    }

    final Local owner;
    final @Nullable Frame outer;
    final int outerDepth;
    final @Nullable Rollback outerTop;
    final List<String> callers;
    final @Nullable String conflict;
    final boolean rehearsal;
    /** {@code null} where only a rehearsal was declared. */
    final @Nullable Line line;
    /** What stands above the first rollback made in this frame; {@code null} at the beginning of a run. */
    final @Nullable Rollback above;
    /** Whether the line begins here, so that its run is released here. */
    final boolean holdsRun;
    /** Whether the frame came with captured work, so that nothing of it passes to the frame below. */
    final boolean resumed;
    /** In the parent's attempt, the ordinal of the entry that opened a child run here. */
    Attempt.@Nullable Taken entry;

    Frame(
            Local owner,
            List<String> callers,
            @Nullable String conflict,
            boolean rehearsal,
            @Nullable Line line,
            @Nullable Rollback above,
            boolean holdsRun,
            boolean resumed) {
        this.owner = owner;
        this.outer = owner.frame;
        this.outerDepth = owner.depth;
        this.outerTop = owner.top;
        this.callers = callers;
        this.conflict = conflict;
        this.rehearsal = rehearsal;
        this.line = line;
        this.above = above;
        this.holdsRun = holdsRun;
        this.resumed = resumed;
    }

    /** Whether it says nothing: no caller, no rehearsal, no doubt. */
    boolean isNobody() {
        return line == null && callers.isEmpty() && !rehearsal && conflict == null;
    }

    /** The run that ends with this frame; {@code null} if none does, or the implicit one was never asked for. */
    @Nullable
    Run held() {
        return holdsRun && line != null && line.attempt != null ? line.attempt.run : null;
    }
}
