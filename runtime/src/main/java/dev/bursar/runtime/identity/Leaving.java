// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What happens when a woven method is left: ordinals are freed or handed up, and runs are closed, now or when a stage completes. */
final class Leaving {

    private Leaving() {}

    /** Leaves a method that had changed nothing when it was entered. */
    static void method(Local local, @Nullable Object returned, @Nullable Throwable thrown) {
        int outside = local.depth - 1;
        Rollback mine = local.top;
        if (mine != null && mine.depth > outside) {
            Rollback below = mine.below;
            CompletionStage<?> pending = thrown == null ? pending(returned) : null;
            if (thrown != null) {
                mine.undo();
                local.top = below;
            } else if (pending != null && !mine.isEmpty()) {
                keep(local, mine, below, outside);
                local.depth = outside;
                undoIfItFails(pending, mine);
                return;
            } else {
                handUp(local, mine, below, outside);
            }
        }
        local.depth = outside;
    }

    static void frame(Frame frame, @Nullable Object returned, @Nullable Throwable thrown) {
        Local local = frame.owner;
        // Frames inside this one are there still only if their own leaving failed.
        for (Frame inner = local.frame; inner != null && inner != frame; inner = local.frame) {
            local.pop(inner);
            release(inner);
        }
        Rollback mine = local.top;
        while (mine != null && mine.below != null) {
            mine.merge();
            mine = mine.below;
        }
        local.pop(frame);
        CompletionStage<?> pending = thrown == null ? pending(returned) : null;
        if (frame.isResumed()) {
            release(frame);
        } else if (frame.kind == Frame.Kind.RUN) {
            run(frame, mine, pending, thrown);
        } else if (mine == null) {
            return;
        } else if (thrown != null) {
            mine.undo();
        } else if (pending != null && !mine.isEmpty()) {
            if (frame.kind == Frame.Kind.PASS) {
                mine.shared = true;
            } else {
                keep(local, mine, local.top, local.depth);
            }
            undoIfItFails(pending, mine);
        } else if (frame.kind == Frame.Kind.PASS) {
            mine.merge();
        } else {
            handUp(local, mine, local.top, local.depth);
        }
    }

    private static void run(
            Frame frame, @Nullable Rollback mine, @Nullable CompletionStage<?> pending, @Nullable Throwable thrown) {
        Run held = frame.held();
        Rollback whole = held == null ? null : held.whole;
        if (whole != null && thrown != null) {
            whole.undo();
        } else if (whole != null && mine != null) {
            mine.merge();
        }
        boolean asked = frame.line != null && frame.line.attempt != null;
        if (held == null || pending == null || !asked) {
            release(frame);
            return;
        }
        whenDone(pending, failed -> {
            if (failed && whole != null) {
                whole.undo();
            }
            release(frame);
        });
    }

    private static void release(Frame frame) {
        Run held = frame.held();
        if (held != null) {
            held.release();
        }
    }

    /** The method's ordinals become its caller's. */
    private static void handUp(Local local, Rollback mine, @Nullable Rollback below, int outside) {
        if (below != null && below.depth == outside) {
            mine.merge();
            local.top = below;
        } else {
            mine.depth = outside;
            mine.below = below;
            local.top = mine;
        }
    }

    /** As {@link #handUp}, but the method's ordinals stay a part of their own: they may have to be freed after it was left. */
    private static void keep(Local local, Rollback mine, @Nullable Rollback below, int outside) {
        mine.shared = true;
        if (below != null && below.depth == outside) {
            local.top = below;
        } else {
            Rollback between = mine.insertAbove();
            between.depth = outside;
            between.below = below;
            local.top = between;
        }
    }

    private static @Nullable CompletionStage<?> pending(@Nullable Object returned) {
        if (!(returned instanceof CompletionStage<?> stage)) {
            return null;
        }
        boolean done =
                stage instanceof CompletableFuture<?> future && future.isDone() && !future.isCompletedExceptionally();
        return done ? null : stage;
    }

    private static void undoIfItFails(CompletionStage<?> stage, Rollback mine) {
        whenDone(stage, failed -> {
            if (failed) {
                mine.undo();
            }
        });
    }

    private interface Done {
        void done(boolean failed);
    }

    /** Called after this thread's scope has been put back, so that the callback carries none along. */
    private static void whenDone(CompletionStage<?> stage, Done then) {
        boolean waits = false;
        try {
            stage.whenComplete((value, failure) -> then.done(failure != null));
            waits = true;
        } finally {
            if (!waits) {
                then.done(false);
            }
        }
    }
}
