// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.call.SiteRole;
import dev.bursar.runtime.identity.Frame.Kind;
import dev.bursar.runtime.identity.Frame.Line;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens when a woven method is entered: a caller's boundary, or a step of a framework. Each returns what {@link Leaving} takes. */
final class Entering {

    private static final String NO_RUN =
            "the application begins an attempt where no run is open, so that nothing tells which actions it "
                    + "repeats; open a run around all attempts";

    private final LogContext log;
    private final OpenRuns open;

    Entering(LogContext log, OpenRuns open) {
        this.log = log;
        this.open = open;
    }

    Object boundary(Local local, Boundary boundary, @Nullable Object[] arguments) {
        SiteRole role = boundary.role();
        Frame outer = local.frame;
        Line line = outer == null ? null : outer.line;
        String rehearsal = role.rehearsal() ? rehearsing(outer) : rehearsal(outer);
        Standing standing = outer == null ? Standing.NONE : outer.standing;
        String caller = role.caller();
        if (caller != null && role.run()) {
            return declaredRun(local, boundary, caller, standing, rehearsal, arguments);
        }
        String conflict = conflict(outer, role.conflict());
        if (role.attempt() && line != null && isLoopOf(line.run, caller)) {
            Standing entered = caller == null ? standing : standing.with(caller, boundary.alone(), line.run);
            return pass(local, line, entered, conflict, rehearsal, inPass(outer));
        }
        boolean sameCaller = caller == null
                || !standing.isEmpty() && standing.callers().get(0).equals(caller);
        if (outer != null && sameCaller && role.conflict() == null && Objects.equals(rehearsal, outer.rehearsal)) {
            local.depth++;
            return local;
        }
        boolean opens = line == null && caller != null;
        Line mine = line == null && caller != null ? new Line(Run.implicit(caller, open), null) : line;
        Standing entered =
                caller == null || mine == null ? standing : standing.with(caller, boundary.alone(), mine.run);
        return pushed(
                local,
                new Frame(
                        local,
                        opens ? Kind.RUN : Kind.INSIDE,
                        entered,
                        conflict,
                        rehearsal,
                        mine,
                        opens ? null : local.above(),
                        inPass(outer)));
    }

    /** A method that the policy lists under a caller's `attempts` is the loop of that caller's runs, and of those that belong to nobody. */
    private static boolean isLoopOf(Run run, @Nullable String caller) {
        return caller == null || run.caller() == null || caller.equals(run.caller());
    }

    /** A doubt about who is calling is not cleared by going deeper: every caller of the stack must be known. */
    private static @Nullable String conflict(@Nullable Frame outer, @Nullable String here) {
        return outer != null && outer.conflict != null ? outer.conflict : here;
    }

    private static @Nullable String rehearsal(@Nullable Frame outer) {
        return outer == null ? null : outer.rehearsal;
    }

    /** The rehearsal around, or a new one. Once inside, nothing leads out. */
    private static String rehearsing(@Nullable Frame outer) {
        String around = rehearsal(outer);
        return around == null ? RunIds.random() : around;
    }

    private static boolean inPass(@Nullable Frame outer) {
        return outer != null && outer.inPass;
    }

    private static Frame pushed(Local local, Frame frame) {
        local.push(frame);
        return frame;
    }

    private static Frame pass(
            Local local,
            Line line,
            Standing standing,
            @Nullable String conflict,
            @Nullable String rehearsal,
            boolean inPass) {
        // Not put back on leaving: what the run does after its loop belongs to the latest pass.
        Attempt mine = line.run.next(line.attempt());
        Rollback above = mine.node == null ? local.above() : mine.node;
        Kind kind = mine.node == null ? Kind.INSIDE : Kind.PASS;
        line.attempt = mine;
        return pushed(local, new Frame(local, kind, standing, conflict, rehearsal, line, above, inPass));
    }

    private Frame declaredRun(
            Local local,
            Boundary boundary,
            String caller,
            Standing standing,
            @Nullable String rehearsal,
            @Nullable Object[] arguments) {
        SiteRole role = boundary.role();
        Frame outer = local.frame;
        Line line = outer == null ? null : outer.line;
        Attempt around = line == null ? null : line.attempt();
        Run parent = around == null || around.run.isClosed() ? null : around.run;
        Boundary.Identification named = boundary.identify(arguments, log);
        String id = named == null ? null : named.value();
        String conflict =
                conflict(outer, role.conflict() != null ? role.conflict() : named == null ? null : named.conflict());
        boolean sameCaller = parent != null && !parent.isImplicit() && caller.equals(parent.caller());
        if (line != null
                && parent != null
                && sameCaller
                && (named == null ? boundary.isAgain() : parent.id().equals(id))) {
            Standing entered = standing.with(caller, boundary.alone(), parent);
            return pass(local, line, entered, conflict, rehearsal, inPass(outer));
        }
        boolean repeats = parent != null && (!parent.isImplicit() || parent.isRepeatable());
        if (named == null && parent != null && around != null && repeats && parent.retain()) {
            Run.Place place = place(local, around);
            Supplier<String> ids = childId(parent, caller, boundary.method(), place);
            return run(local, Run.child(caller, parent, place, ids, open), boundary, standing, conflict, rehearsal);
        }
        Run run = id == null ? Run.declared(caller, parent, open) : Run.named(caller, parent, id, open);
        return run(local, run, boundary, standing, conflict, rehearsal);
    }

    private static Frame run(
            Local local,
            Run run,
            Boundary boundary,
            Standing standing,
            @Nullable String conflict,
            @Nullable String rehearsal) {
        String caller = boundary.alone().get(0);
        Standing entered =
                run.whole == null ? standing.anew(caller, run) : standing.with(caller, boundary.alone(), run);
        return run(local, run, entered, conflict, rehearsal, false);
    }

    private static Frame run(
            Local local,
            Run run,
            Standing standing,
            @Nullable String conflict,
            @Nullable String rehearsal,
            boolean inPass) {
        Attempt first = inPass ? run.next(run.latest()) : run.latest();
        return pushed(
                local,
                new Frame(local, Kind.RUN, standing, conflict, rehearsal, new Line(run, first), first.node, inPass));
    }

    /** Where a run inside the current one stands: under the method that is entered now, which gives back what it took if it throws. */
    private static Run.Place place(Local local, Attempt around) {
        Rollback method = local.rollback(around);
        method.shared = true;
        Rollback whole = new Rollback(around.counts.run, method);
        whole.shared = true;
        return new Run.Place(around.counts, whole);
    }

    private static Supplier<String> childId(Run parent, String of, String entry, Run.Place place) {
        Attempt.Taken which = place.counts().take("run " + of + " " + entry);
        place.whole().record(which);
        return () -> RunIds.child(parent.id(), of, entry, which.n);
    }

    /** As the bridge's {@code Gate#enterAttempt}. */
    Frame attempt(Local local) {
        Frame outer = local.frame;
        Line line = outer == null ? null : outer.line;
        if (outer == null || line == null) {
            return pushed(
                    local,
                    new Frame(
                            local,
                            Kind.INSIDE,
                            Standing.NONE,
                            conflict(outer, NO_RUN),
                            rehearsal(outer),
                            null,
                            local.above(),
                            false));
        }
        return pass(local, line, outer.standing, outer.conflict, outer.rehearsal, true);
    }

    /** As the bridge's {@code Gate#openRun}. */
    Frame frameworkRun(Local local, String framework, @Nullable String reference) {
        return frameworkRun(local, framework, reference, false);
    }

    private Frame frameworkRun(Local local, String framework, @Nullable String reference, boolean inPass) {
        Frame outer = local.frame;
        Standing standing = outer == null ? Standing.NONE : outer.standing;
        String conflict = outer == null ? null : outer.conflict;
        String rehearsal = rehearsal(outer);
        Attempt around = outer == null || outer.line == null ? null : outer.line.attempt();
        Run run;
        if (around != null && !around.run.isClosed() && around.run.retain()) {
            Run parent = around.run;
            Run.Place place = place(local, around);
            run = Run.ofFramework(parent, place, childId(parent, framework, "", place), reference, open);
        } else {
            run = Run.ofFramework(null, null, RunIds::random, reference, open);
        }
        return run(local, run, standing, conflict, rehearsal, inPass);
    }

    /** As the bridge's {@code Gate#beginAttempt}. */
    Object frameworkPass(Local local, String framework) {
        Frame outer = local.frame;
        Line line = outer == null ? null : outer.line;
        if (outer == null || line == null || !line.run.isOfFramework()) {
            return frameworkRun(local, framework, null, true);
        }
        if (outer.inPass) {
            local.depth++;
            return local;
        }
        return pass(local, line, outer.standing, outer.conflict, outer.rehearsal, true);
    }

    /** As the bridge's {@code Gate#enterTool}. */
    @Nullable
    Object tool(Local local) {
        Frame outer = local.frame;
        if (outer == null || outer.line == null) {
            return null;
        }
        local.depth++;
        return local;
    }

    /** As the bridge's {@code Gate#enterRehearsal}. */
    Object rehearsal(Local local) {
        Frame outer = local.frame;
        return pushed(
                local,
                new Frame(
                        local,
                        Kind.INSIDE,
                        outer == null ? Standing.NONE : outer.standing,
                        outer == null ? null : outer.conflict,
                        rehearsing(outer),
                        outer == null ? null : outer.line,
                        local.above(),
                        inPass(outer)));
    }
}
