// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import org.jspecify.annotations.Nullable;

/**
 * One execution of an agent, from its entry point to its return, across threads.
 *
 * <p>Two runs may carry the same id at the same time, when it is a stable one and the same work is done twice at once. They are separate
 * runs with ordinals of their own, so that both give equal actions equal keys.
 */
public final class Run {

    private final String caller;
    private final @Nullable Run parent;
    private final boolean implicit;
    private final OpenRuns open;
    private volatile @Nullable String id;
    private final boolean registered;
    private volatile boolean closed;
    private int holders = 1;
    private int attempts = 1;
    private boolean entered;

    private Run(String caller, @Nullable Run parent, boolean implicit, @Nullable String id, OpenRuns open) {
        this.caller = caller;
        this.parent = parent;
        this.implicit = implicit;
        this.id = id;
        this.open = open;
        this.registered = id != null;
        if (id != null) {
            open.opened(id);
        }
    }

    /** A run that the policy declares. @param id {@code null} for a random one */
    static Run declared(String caller, @Nullable Run parent, @Nullable String id, OpenRuns open) {
        return new Run(caller, parent, false, id, open);
    }

    /** The run of code that is inside a caller's boundary without a declared run around it. */
    static Run implicit(String caller, OpenRuns open) {
        return new Run(caller, null, true, null, open);
    }

    /**
     * What stays the same when the run is repeated, where that is known: {@code billing/order-42} for a run whose id the policy names,
     * {@code billing/#} and 32 hex digits for a child run. Otherwise 32 random hex digits.
     */
    public String id() {
        String known = id;
        if (known == null) {
            synchronized (this) {
                known = id;
                if (known == null) {
                    known = RunIds.random();
                    id = known;
                }
            }
        }
        return known;
    }

    /** The caller whose run it is; the caller of a call inside it may be another. */
    public String caller() {
        return caller;
    }

    /** The run inside which this one was opened, if any was open. */
    public @Nullable Run parent() {
        return parent;
    }

    /**
     * Whether no declared run was open: it has no declared end either, and lasts as long as anything of it is running.
     */
    public boolean isImplicit() {
        return implicit;
    }

    public boolean isClosed() {
        return closed;
    }

    /** The number of its latest attempt; the first is 1. */
    public synchronized int attempt() {
        return attempts;
    }

    /**
     * The attempt that an entry to its loop begins. The first entry is the first attempt itself, as long as nothing was counted before it.
     */
    synchronized Attempt next(Attempt current) {
        boolean first = !entered && current.number == 1 && current.isFresh();
        entered = true;
        return first ? current : new Attempt(this, ++attempts);
    }

    /** Whether a loop's attempts have been counted in it, so that what it contains is repeated with it. */
    synchronized boolean isRepeatable() {
        return entered;
    }

    /** Keeps it open until the matching {@link #release}; {@code false} if it is closed already. */
    synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    void release() {
        synchronized (this) {
            if (holders == 0 || --holders > 0) {
                return;
            }
            closed = true;
        }
        String known = id;
        if (known != null) {
            open.closed(known, registered);
        }
    }

    @Override
    public String toString() {
        return "run " + id() + (closed ? " (closed)" : "");
    }
}
