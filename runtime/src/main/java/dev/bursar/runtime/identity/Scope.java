// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling at one moment, on one thread: what the gate decides by, and what follows work to other threads. Thread-safe.
 */
public final class Scope {

    private final Standing standing;
    private final @Nullable String conflict;
    private final @Nullable String rehearsal;
    private final @Nullable Attempt attempt;
    private final @Nullable Rollback rollback;
    private final boolean inPass;

    Scope(
            Standing standing,
            @Nullable String conflict,
            @Nullable String rehearsal,
            @Nullable Attempt attempt,
            @Nullable Rollback rollback,
            boolean inPass) {
        this.standing = standing;
        this.conflict = conflict;
        this.rehearsal = rehearsal;
        this.attempt = attempt;
        this.rollback = rollback;
        this.inPass = inPass;
    }

    /**
     * The callers whose code is on the stack, innermost first, each once. The first is the one whose key is used; every one must be allowed
     * the call. Empty where only a rehearsal was declared, or a framework's run opened.
     */
    public List<String> callers() {
        return standing.callers();
    }

    /**
     * The run in which this caller was entered: what its caps per run count in.
     *
     * @throws IllegalArgumentException if it is not on the stack
     */
    public Run runOf(String caller) {
        int index = standing.callers().indexOf(caller);
        if (index < 0) {
            throw new IllegalArgumentException("not on the stack: " + caller);
        }
        return standing.runs().get(index);
    }

    /** Why nobody can say who is calling, so that the call must be refused; else {@code null}. */
    public @Nullable String conflict() {
        return conflict;
    }

    /** The innermost open run. {@code null} only where {@link #callers} is empty. */
    public @Nullable Run run() {
        return attempt == null ? null : attempt.run;
    }

    /** The framework's own id of the execution that the call is made in; {@code null} where no framework told one. */
    public @Nullable String reference() {
        Run run = run();
        return run == null ? null : run.reference();
    }

    /** Whether everything here is a rehearsal. */
    public boolean rehearsal() {
        return rehearsal != null;
    }

    /** The id of the rehearsal, the same for everything inside its outermost entry; {@code null} where this is none. */
    public @Nullable String rehearsalId() {
        return rehearsal;
    }

    /**
     * Whether the call comes from work that outlived its run, so that it must be refused. A framework's run inside another is part of that one
     * and does not end it.
     */
    public boolean runClosed() {
        Run run = run();
        while (run != null && run.isOfFramework() && run.whole != null) {
            run = run.parent();
        }
        return run != null && !run.isImplicit() && run.isClosed();
    }

    /** The number of the attempt of the innermost run; the first is 1. 0 where there is no run. */
    public int attempt() {
        return attempt == null ? 0 : attempt.number;
    }

    /**
     * Takes the lowest ordinal of this fingerprint that is free in this attempt of the outermost run. It becomes free again when the woven
     * method inside which it was taken throws, or completes its {@code CompletionStage} exceptionally, and when an inner run repeats the pass in
     * which it was taken.
     *
     * @throws IllegalStateException where there is no run
     */
    public int take(String fingerprint) {
        if (attempt == null || rollback == null) {
            throw new IllegalStateException("no run to count in");
        }
        Attempt.Taken taken = attempt.take(fingerprint);
        rollback.record(taken);
        return taken.n;
    }

    /** Gives an ordinal back, so that the next equal action in this attempt repeats its key: its outcome is not known. */
    public void free(String fingerprint, int n) {
        if (attempt != null) {
            attempt.free(fingerprint, n);
        }
    }

    Standing standing() {
        return standing;
    }

    @Nullable
    Attempt inAttempt() {
        return attempt;
    }

    @Nullable
    Rollback rollback() {
        return rollback;
    }

    boolean inPass() {
        return inPass;
    }

    @Override
    public String toString() {
        return String.join(" < ", callers()) + (rehearsal() ? " in rehearsal" : "");
    }
}
