// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import org.jspecify.annotations.Nullable;

/**
 * One change of scope on one thread, and what was there before it. What a thread enters without changing its scope has no frame: it is
 * counted in {@link Local#depth}.
 */
final class Frame {

    /** The run on this thread, and its attempt as this thread sees it. Shared by the frames of one run on one thread. */
    static final class Line {
        final Run run;
        /** {@code null} until it is first asked for. */
        @Nullable
        Attempt attempt;

        Line(Run run, @Nullable Attempt attempt) {
            this.run = run;
            this.attempt = attempt;
        }

        Attempt attempt() {
            Attempt known = attempt;
            if (known == null) {
                known = run.latest();
                attempt = known;
            }
            return known;
        }
    }

    /** What a frame is, beside what it changes. */
    enum Kind {
        /** Stands in the run around it. */
        INSIDE,
        /** A pass of a run that is part of another: what was taken in it stands under the pass, not under the method around it. */
        PASS,
        /** A run begins here, and is released here. */
        RUN,
        /** Captured work: nothing of it passes to the frame below. */
        RESUMED,
        /** Captured work that keeps its run open. */
        RESUMED_HOLDING,
        /** The thread itself, which was started in a rehearsal. */
        THREAD
    }

    final Local owner;
    final @Nullable Frame outer;
    final int outerDepth;
    final @Nullable Rollback outerTop;
    final Kind kind;
    final Standing standing;
    final @Nullable String conflict;
    /** The id of the rehearsal that everything here is a part of; {@code null} for none. */
    final @Nullable String rehearsal;
    /** {@code null} where only a rehearsal was declared. */
    final @Nullable Line line;
    /** What stands above the first rollback made in this frame; {@code null} at the beginning of an outermost run. */
    private final @Nullable Rollback above;
    /** Whether it is inside a pass of the loop of its run. */
    final boolean inPass;

    /** Whether {@link Local} has changed the application's logging context with this frame, and so has to change it back. */
    boolean showed;
    /** What stood there before; {@code null} for nothing. */
    @Nullable
    String loggedBefore;
    /** What of Bursar's stood there before; {@code null} for nothing. */
    @Nullable
    String shownBefore;

    Frame(
            Local owner,
            Kind kind,
            Standing standing,
            @Nullable String conflict,
            @Nullable String rehearsal,
            @Nullable Line line,
            @Nullable Rollback above,
            boolean inPass) {
        this.owner = owner;
        this.outer = owner.frame;
        this.outerDepth = owner.depth;
        this.outerTop = owner.top;
        this.kind = kind;
        this.standing = standing;
        this.conflict = conflict;
        this.rehearsal = rehearsal;
        this.line = line;
        this.above = above;
        this.inPass = inPass;
    }

    /** What stands above the next rollback made here. What a new pass has taken the place of gives way to that pass. */
    @Nullable
    Rollback above() {
        Attempt now = line == null ? null : line.attempt;
        Rollback pass = now == null ? null : now.node;
        return pass == null || above != null && !above.isUndone() ? above : pass;
    }

    boolean isResumed() {
        return kind == Kind.RESUMED || kind == Kind.RESUMED_HOLDING;
    }

    /** Whether it says nothing: no caller, no run, no rehearsal, no doubt. */
    boolean isNobody() {
        return line == null && standing.isEmpty() && rehearsal == null && conflict == null;
    }

    /** The run that a call made here is recorded under; {@code null} where none is open. */
    @Nullable
    Run recorded() {
        if (standing.isEmpty()) {
            return line == null ? null : line.run;
        }
        return standing.runs().get(0);
    }

    /** The run that is released with this frame; {@code null} if none is. */
    @Nullable
    Run held() {
        return line != null && (kind == Kind.RUN || kind == Kind.RESUMED_HOLDING) ? line.run : null;
    }
}
