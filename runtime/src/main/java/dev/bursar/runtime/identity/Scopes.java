// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import dev.bursar.runtime.identity.Frame.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, on every thread: the woven methods' entries and exits, and the scope that follows work to other threads.
 *
 * <p>The innermost boundary decides the caller; the callers around it stay on the stack. A method that opens a run, entered inside an open
 * run of the same caller, begins that run's next attempt, unless it names an id of its own; inside an open run of another caller it opens a
 * child run. Where no declared run is open, the outermost boundary opens an implicit one, which lasts as long as anything of it is running and
 * is not repeated by what it contains, except in its attempts.
 *
 * <p>Only a plain {@link ThreadLocal} is used: an inheritable one hands pooled threads the scope of whoever made the pool.
 */
public final class Scopes {

    /** More calls than leaving takes, one inside the other, with what it calls. */
    private static final int STACK_TO_LEAVE = 40;

    private final Function<Site, SiteRole> roles;
    private final Function<String, @Nullable String> mdc;
    private final OpenRuns open;
    private final ThreadLocal<@Nullable Local> locals = new ThreadLocal<>();
    private final Map<Site, Integer> numbers = new HashMap<>();
    private final List<Site> sites = new ArrayList<>();
    private volatile @Nullable Boundary[] boundaries = new Boundary[0];

    /**
     * @param roles what the policy in force makes of a site; asked again after {@link #rolesChanged}
     * @param mdc the value of an entry of the application's logging context on this thread, {@code null} if it has none
     * @param runClosed told the id of a run when the last open run of that id has closed
     */
    public Scopes(Function<Site, SiteRole> roles, Function<String, @Nullable String> mdc, Consumer<String> runClosed) {
        this.roles = roles;
        this.mdc = mdc;
        this.open = new OpenRuns(runClosed);
    }

    /**
     * Registers a site.
     *
     * @return its number, or -1 if the policy in force does not bind it
     */
    public synchronized int bind(Site site) {
        Integer known = numbers.get(site);
        if (known != null) {
            return known;
        }
        Boundary boundary = boundary(site);
        if (boundary == null) {
            return -1;
        }
        int number = sites.size();
        sites.add(site);
        numbers.put(site, number);
        @Nullable Boundary[] grown = boundaries;
        if (number >= grown.length) {
            grown = new Boundary[Math.max(64, number * 2)];
            System.arraycopy(boundaries, 0, grown, 0, number);
        }
        grown[number] = boundary;
        boundaries = grown;
        return number;
    }

    /** The policy was read again: the roles of all known sites are looked up anew. What is entered already stays as it is. */
    public synchronized void rolesChanged() {
        @Nullable Boundary[] next = new Boundary[boundaries.length];
        for (int i = 0; i < sites.size(); i++) {
            next[i] = boundary(sites.get(i));
        }
        boundaries = next;
    }

    private @Nullable Boundary boundary(Site site) {
        SiteRole role;
        try {
            role = roles.apply(site);
        } catch (RuntimeException e) {
            role = new SiteRole(
                    null,
                    "the policy could not say whose code " + site.type() + "#" + site.method() + " is",
                    false,
                    null,
                    false,
                    false);
        }
        return role.isBound() ? new Boundary(site, role) : null;
    }

    /**
     * A woven method is entered.
     *
     * @return to be given to {@link #leave} on this thread; {@code null} when nothing was entered
     * @throws VirtualMachineError when there is no stack or memory left to enter: the method must not run, because it would be another
     *     caller's. Throws nothing else
     */
    public @Nullable Object enter(int site, @Nullable Object[] arguments) {
        @Nullable Boundary[] known = boundaries;
        Boundary boundary = site >= 0 && site < known.length ? known[site] : null;
        if (boundary == null) {
            return null;
        }
        Local local = null;
        try {
            local = local();
            if (local.frame == null) {
                room(STACK_TO_LEAVE);
            }
            return enter(local, boundary, arguments);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            if (local == null) {
                return null;
            }
            local.failures++;
            return local.failed;
        }
    }

    /** Fails where the stack has no room left for leaving again, which would leave a caller behind on the thread. */
    private static int room(int frames) {
        return frames == 0 ? 0 : room(frames - 1) + 1;
    }

    private Local local() {
        Local local = locals.get();
        if (local == null) {
            local = new Local();
            locals.set(local);
        }
        return local;
    }

    private Object enter(Local local, Boundary boundary, @Nullable Object[] arguments) {
        SiteRole role = boundary.role();
        Frame outer = local.frame;
        Line line = outer == null ? null : outer.line;
        boolean rehearsal = role.rehearsal() || outer != null && outer.rehearsal;
        List<String> callers = outer == null ? List.of() : outer.callers;
        String caller = role.caller();
        if (caller != null) {
            if (role.run()) {
                return openRun(local, boundary, caller, push(callers, boundary, caller), rehearsal, arguments);
            }
            if (role.attempt() && line != null && line.caller.equals(caller)) {
                return beginAttempt(local, line, push(callers, boundary, caller), role.conflict(), rehearsal);
            }
        } else if (role.attempt() && line != null) {
            return beginAttempt(local, line, callers, role.conflict(), rehearsal);
        }
        boolean sameCaller =
                caller == null || !callers.isEmpty() && callers.get(0).equals(caller);
        if (outer != null && sameCaller && role.conflict() == null && rehearsal == outer.rehearsal) {
            local.depth++;
            return local;
        }
        List<String> pushed = caller == null ? callers : push(callers, boundary, caller);
        boolean opens = line == null && !pushed.isEmpty();
        Line mine = opens ? new Line(pushed.get(0), open, null) : line;
        Frame frame = new Frame(
                local,
                pushed,
                conflict(outer, role.conflict()),
                rehearsal,
                mine,
                opens ? null : local.above(),
                opens,
                false);
        local.push(frame);
        return frame;
    }

    /** @see dev.bursar.bridge.Gate#openRun */
    public @Nullable Object openRun(String framework, @Nullable String reference) {
        return null;
    }

    /** @see dev.bursar.bridge.Gate#beginAttempt */
    public @Nullable Object beginAttempt(String framework) {
        return null;
    }

    /** @see dev.bursar.bridge.Gate#enterTool */
    public @Nullable Object enterTool(String framework) {
        return null;
    }

    /** @see dev.bursar.bridge.Gate#enterRehearsal */
    public @Nullable Object enterRehearsal() {
        return null;
    }

    private static List<String> push(List<String> callers, Boundary boundary, String caller) {
        if (callers.isEmpty()) {
            return boundary.alone();
        }
        if (callers.get(0).equals(caller)) {
            return callers;
        }
        List<String> pushed = new ArrayList<>(callers.size() + 1);
        pushed.add(caller);
        for (String other : callers) {
            if (!other.equals(caller)) {
                pushed.add(other);
            }
        }
        return List.copyOf(pushed);
    }

    /** A doubt about who is calling is not cleared by going deeper: every caller of the stack must be known. */
    private static @Nullable String conflict(@Nullable Frame outer, @Nullable String here) {
        return outer != null && outer.conflict != null ? outer.conflict : here;
    }

    private Frame beginAttempt(
            Local local, Line line, List<String> callers, @Nullable String conflict, boolean rehearsal) {
        Frame frame = new Frame(
                local, callers, conflict(local.frame, conflict), rehearsal, line, local.above(), false, false);
        Attempt current = line.attempt();
        // Not put back on leaving: what the run does after its loop belongs to the latest pass.
        line.attempt = current.run.next(current);
        local.push(frame);
        return frame;
    }

    private Frame openRun(
            Local local,
            Boundary boundary,
            String caller,
            List<String> callers,
            boolean rehearsal,
            @Nullable Object[] arguments) {
        SiteRole role = boundary.role();
        Frame outer = local.frame;
        Line line = outer == null ? null : outer.line;
        Attempt around = line == null ? null : line.attempt();
        Run parent = around == null || around.run.isClosed() ? null : around.run;
        Boundary.Identification named = boundary.identify(arguments, mdc);
        String conflict = role.conflict();
        String id = null;
        if (named != null) {
            id = named.value();
            conflict = conflict == null ? named.conflict() : conflict;
        }
        boolean sameCaller =
                parent != null && !parent.isImplicit() && parent.caller().equals(caller);
        if (line != null
                && sameCaller
                && parent != null
                && (named == null || parent.id().equals(id))) {
            return beginAttempt(local, line, callers, conflict, rehearsal);
        }
        Attempt.Taken entry = null;
        if (named == null && parent != null && around != null && (!parent.isImplicit() || parent.isRepeatable())) {
            entry = around.take("run " + caller + " " + boundary.method());
            id = RunIds.child(parent.id(), caller, boundary.method(), entry.n);
        }
        Run run = Run.declared(caller, parent, id, open);
        Frame frame = new Frame(
                local,
                callers,
                conflict(outer, conflict),
                rehearsal,
                new Line(caller, open, new Attempt(run, 1)),
                null,
                true,
                false);
        frame.entry = entry;
        local.push(frame);
        return frame;
    }

    /** @param token what {@link #enter} returned. Never throws. */
    public void leave(Object token, @Nullable Object returned, @Nullable Throwable thrown) {
        try {
            if (token instanceof Local local) {
                if (local == locals.get() && local.depth > 0) {
                    Leaving.method(local, returned, thrown);
                }
            } else if (token instanceof Frame frame) {
                if (frame.owner == locals.get() && frame.owner.contains(frame)) {
                    Leaving.frame(frame, returned, thrown);
                }
            } else if (token instanceof Local.Failed failed && failed.local() == locals.get()) {
                failed.local().failures--;
            }
        } catch (Throwable e) {
            // For lack of stack or memory. What was not put back is put back by the frame around it.
            return;
        }
    }

    /** The scope of this thread, to be taken up by {@link #resume} on another; {@code null} when there is none. Never throws. */
    public @Nullable Object capture() {
        return current();
    }

    /** Takes up a captured scope on this thread. Never throws. */
    public Object resume(Object captured) {
        if (!(captured instanceof Scope scope)) {
            return captured;
        }
        Local local = local();
        Attempt attempt = scope.inAttempt();
        Rollback above = scope.rollback();
        Line line = null;
        boolean holds = false;
        if (attempt != null) {
            Run run = attempt.run;
            boolean kept = !run.isImplicit() || run.retain();
            // An implicit run has no declared end to outlive: work that starts after it has a run of its own.
            line = new Line(run.caller(), open, kept ? attempt : null);
            holds = run.isImplicit();
            above = kept ? above : null;
        }
        Frame frame = new Frame(local, scope.callers(), scope.conflict(), scope.rehearsal(), line, above, holds, true);
        local.push(frame);
        return frame;
    }

    /**
     * Takes this thread's scope away, while it runs work that may be another's: a fork-join thread that waits helps with whatever is queued.
     *
     * @return to be given to {@link #suspend}; {@code null} when there is none. Never throws
     */
    public @Nullable Object nobody() {
        Local local = locals.get();
        if (local == null || local.frame == null) {
            return null;
        }
        Frame frame = new Frame(local, List.of(), null, false, null, null, false, true);
        local.push(frame);
        return frame;
    }

    /** Puts back exactly what {@link #resume} or {@link #nobody} replaced. Never throws. */
    public void suspend(Object resumed) {
        leave(resumed, null, null);
    }

    /** The scope of this thread; {@code null} when no boundary has been entered. Never throws. */
    public @Nullable Scope current() {
        Local local = locals.get();
        if (local == null) {
            return null;
        }
        if (local.failures > 0) {
            return new Scope(
                    List.of(), "a boundary was entered, but bursar failed to say whose it is", false, null, null);
        }
        return local.scope();
    }

    /**
     * The scope of one call that comes from no boundary, but presents the vault key of {@code caller}: a run of its own, and a rehearsal
     * where this thread is in one.
     */
    public Scope alone(String caller) {
        Scope here = current();
        Run run = Run.implicit(caller, open);
        return new Scope(
                List.of(caller),
                here == null ? null : here.conflict(),
                here != null && here.rehearsal(),
                new Attempt(run, 1),
                new Rollback(run, null));
    }
}
