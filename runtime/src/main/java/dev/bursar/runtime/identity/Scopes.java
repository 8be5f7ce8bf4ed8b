// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
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
 * child run, which is a part of it. Frameworks open runs of nobody's: a caller's boundary inside one stands in it. Where no run is open, the
 * outermost boundary opens an implicit one, which lasts as long as anything of it is running and is not repeated by what it contains, except in
 * its attempts.
 *
 * <p>Only a plain {@link ThreadLocal} is used: an inheritable one hands pooled threads the scope of whoever made the pool.
 */
public final class Scopes {

    /** More calls than leaving takes, one inside the other, with what it calls. */
    private static final int STACK_TO_LEAVE = 40;

    private final Function<Site, SiteRole> roles;
    private final LogContext log;
    private final OpenRuns open;
    private final Entering entering;
    private final RehearsingThreads rehearsing = new RehearsingThreads();
    private final ThreadLocal<@Nullable Local> locals = new ThreadLocal<>();
    private final Map<Site, Integer> numbers = new HashMap<>();
    private final List<Site> sites = new ArrayList<>();
    private volatile @Nullable Boundary[] boundaries = new Boundary[0];

    /**
     * @param roles what the policy in force makes of a site; asked again after {@link #rolesChanged}
     * @param log the application's logging context, in which the id of the open run is shown
     * @param runClosed told the id of a run when the last open run of that id has closed
     */
    public Scopes(Function<Site, SiteRole> roles, LogContext log, Consumer<String> runClosed) {
        this.roles = roles;
        this.log = log;
        this.open = new OpenRuns(runClosed);
        this.entering = new Entering(log, open);
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
        return entered(local -> entering.boundary(local, boundary, arguments));
    }

    private interface Entry {
        @Nullable
        Object into(Local local);
    }

    private @Nullable Object entered(Entry entry) {
        Local local = null;
        try {
            local = local();
            if (local.frame == null) {
                room(STACK_TO_LEAVE);
            }
            return entry.into(local);
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
        Local local = known();
        if (local == null) {
            local = new Local(log);
            locals.set(local);
        }
        return local;
    }

    /** What this thread is inside of; {@code null} if it never was inside of anything, nor was started in a rehearsal. */
    private @Nullable Local known() {
        Local local = locals.get();
        if (local == null && rehearsing.mayHave()) {
            local = new Local(log);
            locals.set(local);
            String rehearsal = rehearsing.of(Thread.currentThread());
            if (rehearsal != null) {
                local.push(new Frame(local, Frame.Kind.THREAD, Standing.NONE, null, rehearsal, null, null, false));
            }
        }
        return local;
    }

    /** As the bridge's {@code Gate#starts}. Never throws. */
    public void starts(Thread thread) {
        Scope here = current();
        String rehearsal = here == null ? null : here.rehearsalId();
        if (rehearsal != null) {
            rehearsing.add(thread, rehearsal);
        }
    }

    /** As the bridge's {@code Gate#openRun}. Throws what {@link #enter} throws. */
    public @Nullable Object openRun(String framework, @Nullable String reference) {
        return entered(local -> entering.frameworkRun(local, framework, reference));
    }

    /** As the bridge's {@code Gate#beginAttempt}. Throws what {@link #enter} throws. */
    public @Nullable Object beginAttempt(String framework) {
        return entered(local -> entering.frameworkPass(local, framework));
    }

    /** As the bridge's {@code Gate#enterTool}. Throws what {@link #enter} throws. */
    public @Nullable Object enterTool() {
        return known() == null ? null : entered(entering::tool);
    }

    /** Everything inside is a rehearsal. Throws what {@link #enter} throws. */
    public @Nullable Object enterRehearsal() {
        return entered(entering::rehearsal);
    }

    /** As the bridge's {@code Gate#enterAs}. Throws what {@link #enter} throws. */
    public @Nullable Object enterAs(String caller) {
        return entered(local -> entering.boundary(local, Boundary.said(caller, false, null), Boundary.NO_ARGUMENTS));
    }

    /** As the bridge's {@code Gate#enterRun}. Throws what {@link #enter} throws. */
    public @Nullable Object enterRun(String caller, @Nullable String id) {
        return entered(local -> entering.boundary(local, Boundary.said(caller, true, id), new @Nullable Object[] {id}));
    }

    /** As the bridge's {@code Gate#enterAttempt}. Throws what {@link #enter} throws. */
    public @Nullable Object enterAttempt() {
        return entered(entering::attempt);
    }

    /** The id of the run that a call made here would be recorded under; {@code null} where none is open. Never throws. */
    public @Nullable String runId() {
        Local local = locals.get();
        Run run = local == null || local.frame == null ? null : local.frame.recorded();
        if (local == null || run == null) {
            return null;
        }
        String id = run.id();
        local.show();
        return id;
    }

    /** Shows the open run in the application's logging context if its id was not known when it was opened. Never throws. */
    public void showRun() {
        Local local = locals.get();
        if (local != null) {
            local.show();
        }
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
        Frame frame = Resuming.frame(local(), scope, open);
        frame.owner.push(frame);
        return frame;
    }

    /**
     * Takes this thread's scope away, while it runs work that may be another's: a fork-join thread that waits helps with whatever is queued.
     *
     * @return to be given to {@link #suspend}; {@code null} when there is none. Never throws
     */
    public @Nullable Object nobody() {
        Local local = known();
        if (local == null || local.frame == null) {
            return null;
        }
        Frame frame = new Frame(local, Frame.Kind.RESUMED, Standing.NONE, null, null, null, null, false);
        local.push(frame);
        return frame;
    }

    /** Puts back exactly what {@link #resume} or {@link #nobody} replaced. Never throws. */
    public void suspend(Object resumed) {
        leave(resumed, null, null);
    }

    /** The scope of this thread; {@code null} when no boundary has been entered. Never throws. */
    public @Nullable Scope current() {
        Local local = known();
        if (local == null) {
            return null;
        }
        if (local.failures > 0) {
            return new Scope(
                    Standing.NONE,
                    "a boundary was entered, but bursar failed to say whose it is",
                    null,
                    null,
                    null,
                    false);
        }
        return local.scope();
    }

    /**
     * The scope of one call that comes from no boundary, but presents the vault key of {@code caller}: it stands in the framework's run around
     * it, if there is one, or else has a run of its own; and is a rehearsal where this thread is in one.
     */
    public Scope alone(String caller) {
        Scope here = current();
        String conflict = here == null ? null : here.conflict();
        String rehearsal = here == null ? null : here.rehearsalId();
        Attempt attempt = here == null ? null : here.inAttempt();
        Rollback rollback = here == null ? null : here.rollback();
        if (attempt == null || rollback == null) {
            attempt = Run.implicit(caller, open).latest();
            rollback = new Rollback(attempt.run, null);
        }
        Standing standing = Standing.NONE.with(caller, List.of(caller), attempt.run);
        return new Scope(standing, conflict, rehearsal, attempt, rollback, false);
    }
}
