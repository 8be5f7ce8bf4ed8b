// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an agent, from its entry point to its return, across threads.
 *
 * <p>A run inside another is a part of it: equal actions are counted in the outermost one, so that a repeated outer run repeats them in
 * whatever order its inner runs come. It is kept open as long as anything inside it is.
 *
 * <p>Two runs may carry the same id at the same time, when it is a stable one and the same work is done twice at once. They are separate
 * runs with ordinals of their own, so that both give equal actions equal keys.
 */
public final class Run {

    /** Who opened a run. */
    private enum Origin {
        /** A method that the policy names. */
        DECLARED,
        /** Code inside a caller's boundary without a declared run around it. */
        IMPLICIT,
        /** A framework or a retry library. */
        FRAMEWORK
    }

    private final Origin origin;
    private final @Nullable String caller;
    private final @Nullable Run parent;
    private final OpenRuns open;
    private final Supplier<String> ids;
    private final boolean registered;
    private final @Nullable String reference;
    /** What everything inside took; {@code null} in an outermost run, which has nobody to give it back to. */
    final @Nullable Rollback whole;

    private @Nullable String id;
    private Attempt latest;
    private volatile boolean closed;
    private int holders = 1;
    private boolean entered;

    private Run(
            Origin origin,
            @Nullable String caller,
            @Nullable Run parent,
            @Nullable Place place,
            Supplier<String> ids,
            boolean registered,
            @Nullable String reference,
            OpenRuns open) {
        this.origin = origin;
        this.caller = caller;
        this.parent = parent;
        this.ids = ids;
        this.registered = registered;
        this.reference = reference;
        this.open = open;
        this.whole = place == null ? null : place.whole();
        this.latest = place == null ? new Attempt(this, 1) : new Attempt(this, 1, place.counts(), place.whole());
        if (registered) {
            open.opened(id());
        }
    }

    /** Where a run inside another stands: what it counts in, and what is given back if it fails. */
    record Place(Attempt counts, Rollback whole) {}

    /** A run that the policy declares and names. */
    static Run named(String caller, @Nullable Run parent, String id, OpenRuns open) {
        return new Run(Origin.DECLARED, caller, parent, null, () -> id, true, null, open);
    }

    /** A run that the policy declares, inside no other that is open. */
    static Run declared(String caller, @Nullable Run parent, OpenRuns open) {
        return new Run(Origin.DECLARED, caller, parent, null, RunIds::random, false, null, open);
    }

    /** A run that the policy declares, as a part of {@code parent}, which must have been {@linkplain #retain retained} for it. */
    static Run child(String caller, Run parent, Place place, Supplier<String> ids, OpenRuns open) {
        return new Run(Origin.DECLARED, caller, parent, place, ids, false, null, open);
    }

    /** The run of code that is inside a caller's boundary without a declared run around it. */
    static Run implicit(String caller, OpenRuns open) {
        return new Run(Origin.IMPLICIT, caller, null, null, RunIds::random, false, null, open);
    }

    /**
     * A run that a framework opens.
     *
     * @param place where it stands in {@code parent}, which must have been {@linkplain #retain retained} for it; {@code null} with no parent
     */
    static Run ofFramework(
            @Nullable Run parent,
            @Nullable Place place,
            Supplier<String> ids,
            @Nullable String reference,
            OpenRuns open) {
        return new Run(Origin.FRAMEWORK, null, parent, place, ids, false, reference, open);
    }

    /**
     * What stays the same when the run is repeated, where that is known: {@code billing/order-42} for a run whose id the policy names,
     * {@code billing/#} and 32 hex digits for a child run. Otherwise 32 random hex digits.
     */
    public synchronized String id() {
        String known = id;
        if (known == null) {
            known = ids.get();
            id = known;
        }
        return known;
    }

    /** The id if anybody has asked for it; {@code null} while nobody has. */
    synchronized @Nullable String idIfKnown() {
        return id;
    }

    /** The caller whose run it is; the caller of a call inside it may be another. {@code null} for a framework's run. */
    public @Nullable String caller() {
        return caller;
    }

    /** The run inside which this one was opened, if any was open. */
    public @Nullable Run parent() {
        return parent;
    }

    /** The run that equal actions are counted in: the outermost one of those that are parts of each other. */
    public Run root() {
        return attempts().counts.run;
    }

    private synchronized Attempt attempts() {
        return latest;
    }

    /** The framework's own id of this execution, or of the nearest around it that has one. */
    public @Nullable String reference() {
        return reference != null || parent == null ? reference : parent.reference();
    }

    /**
     * Whether no declared run was open: it has no declared end either, and lasts as long as anything of it is running.
     */
    public boolean isImplicit() {
        return origin == Origin.IMPLICIT;
    }

    /** Whether a framework or a retry library opened it. */
    public boolean isOfFramework() {
        return origin == Origin.FRAMEWORK;
    }

    public boolean isClosed() {
        return closed;
    }

    /** The number of its latest attempt; the first is 1. */
    public int attempt() {
        return attempts().number;
    }

    Attempt latest() {
        return attempts();
    }

    /**
     * The attempt that an entry to its loop begins; what the one before it took may be taken again. The first entry is the first attempt itself,
     * as long as nothing was counted before it.
     */
    Attempt next(Attempt current) {
        Attempt before;
        Attempt made;
        synchronized (this) {
            boolean first = !entered && current.number == 1 && current.isFresh();
            entered = true;
            if (first) {
                return current;
            }
            before = latest;
            made = whole == null
                    ? new Attempt(this, before.number + 1)
                    : new Attempt(this, before.number + 1, before.counts, whole);
            latest = made;
        }
        if (before.node != null) {
            before.node.undo();
        }
        return made;
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
        String known;
        synchronized (this) {
            if (holders == 0 || --holders > 0) {
                return;
            }
            closed = true;
            known = id;
        }
        if (known != null) {
            open.closed(known, registered);
        }
        if (whole != null && parent != null) {
            parent.release();
        }
    }

    @Override
    public String toString() {
        return "run " + id() + (closed ? " (closed)" : "");
    }
}
