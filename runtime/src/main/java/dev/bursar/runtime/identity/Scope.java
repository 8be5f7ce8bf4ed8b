// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling at one moment, on one thread: what the gate decides by, and what follows work to other threads. Thread-safe.
 */
public final class Scope {

    private final List<String> callers;
    private final @Nullable String conflict;
    private final boolean rehearsal;
    private final @Nullable Attempt attempt;
    private final @Nullable Rollback rollback;

    Scope(
            List<String> callers,
            @Nullable String conflict,
            boolean rehearsal,
            @Nullable Attempt attempt,
            @Nullable Rollback rollback) {
        this.callers = callers;
        this.conflict = conflict;
        this.rehearsal = rehearsal;
        this.attempt = attempt;
        this.rollback = rollback;
    }

    /**
     * The callers whose code is on the stack, innermost first, each once. The first is the one whose key is used; every one must be allowed
     * the call. Empty where only a rehearsal was declared.
     */
    public List<String> callers() {
        return callers;
    }

    /** Why nobody can say who is calling, so that the call must be refused; else {@code null}. */
    public @Nullable String conflict() {
        return conflict;
    }

    /** The innermost open run. {@code null} only where {@link #callers} is empty. */
    public @Nullable Run run() {
        return attempt == null ? null : attempt.run;
    }

    /** Whether everything here is a rehearsal. */
    public boolean rehearsal() {
        return rehearsal;
    }

    /** Whether the call comes from work that outlived its declared run, so that it must be refused. */
    public boolean runClosed() {
        return attempt != null && !attempt.run.isImplicit() && attempt.run.isClosed();
    }

    /** The number of the attempt; the first is 1. 0 where there is no run. */
    public int attempt() {
        return attempt == null ? 0 : attempt.number;
    }

    /**
     * Takes the lowest ordinal of this fingerprint that is free in this attempt. It becomes free again when the woven method inside which
     * it was taken throws, or completes its {@code CompletionStage} exceptionally.
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

    @Nullable
    Attempt inAttempt() {
        return attempt;
    }

    @Nullable
    Rollback rollback() {
        return rollback;
    }

    @Override
    public String toString() {
        return String.join(" < ", callers) + (rehearsal ? " in rehearsal" : "");
    }
}
