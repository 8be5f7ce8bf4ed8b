// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.identity.Frame.Kind;
import dev.bursar.runtime.identity.Frame.Line;
import org.jspecify.annotations.Nullable;

/** How captured work takes its scope up, when its run may have gone on or ended since. */
final class Resuming {

    private Resuming() {}

    static Frame frame(Local local, Scope scope, OpenRuns open) {
        Attempt captured = scope.inAttempt();
        if (captured == null) {
            return frame(local, Kind.RESUMED, scope, scope.standing(), null, null);
        }
        Run run = captured.run;
        while (run.isOfFramework() && run.isClosed() && run.whole != null && run.parent() != null) {
            // It was a part of the run around it, and what is left of it still is.
            run = parent(run);
        }
        if (run.isImplicit()) {
            return implicit(local, scope, run, run == captured.run ? captured : run.latest(), open);
        }
        if (run.isOfFramework() && run.isClosed() && scope.callers().isEmpty()) {
            // What a framework set going for itself, such as a timer, belongs to no execution for ever.
            return frame(local, Kind.RESUMED, scope, scope.standing(), null, null);
        }
        boolean latest = run != captured.run || run.isOfFramework() && !scope.inPass();
        Attempt attempt = latest ? run.latest() : captured;
        return frame(local, Kind.RESUMED, scope, scope.standing(), new Line(run, attempt), scope.rollback());
    }

    private static Run parent(Run run) {
        Run parent = run.parent();
        return parent == null ? run : parent;
    }

    /** An implicit run has no declared end to outlive: work that starts after it has a run of its own. */
    private static Frame implicit(Local local, Scope scope, Run run, Attempt attempt, OpenRuns open) {
        if (run.retain()) {
            return frame(
                    local, Kind.RESUMED_HOLDING, scope, scope.standing(), new Line(run, attempt), scope.rollback());
        }
        String caller = run.caller();
        Run own = Run.implicit(caller == null ? "" : caller, open);
        return frame(
                local, Kind.RESUMED_HOLDING, scope, scope.standing().replacing(run, own), new Line(own, null), null);
    }

    private static Frame frame(
            Local local, Kind kind, Scope scope, Standing standing, @Nullable Line line, @Nullable Rollback above) {
        // What is taken up inside a rehearsal stays in it, whoever captured it; what is given to a thread that merely
        // was started in one is not.
        Frame outer = local.frame;
        String around = outer == null || outer.kind == Kind.THREAD ? null : outer.rehearsal;
        String rehearsal = scope.rehearsalId() == null ? around : scope.rehearsalId();
        return new Frame(local, kind, standing, scope.conflict(), rehearsal, line, above, scope.inPass());
    }
}
