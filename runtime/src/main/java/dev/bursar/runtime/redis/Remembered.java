// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What this process was told of the ledger, and what of that its journal knows. Thread-safe. */
final class Remembered {

    /** How often what is remembered goes to the journal while it changes. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();

    private final String member;
    private final SharedRedis.Witness witness;

    /** Guards what follows. */
    private final Object telling = new Object();

    private @Nullable String epoch;
    private long seen;
    private long own;
    private @Nullable Membership told;
    private long toldAt;
    private @Nullable String trouble;

    Remembered(Membership first, SharedRedis.Witness witness) {
        this.member = first.member();
        this.epoch = first.epoch();
        this.seen = first.seen();
        this.own = first.own();
        this.witness = witness;
    }

    String member() {
        return member;
    }

    Membership known() {
        synchronized (telling) {
            return new Membership(member, epoch, seen, own);
        }
    }

    /**
     * An answer.
     *
     * @param asked what was known when it was asked for: nothing is learned of an epoch that has been left since
     * @param latest the number of the ledger's latest write
     * @param written the number of this write; 0 if there was none
     */
    void heard(Membership asked, long latest, long written) {
        synchronized (telling) {
            if (asked.epoch() != null && asked.epoch().equals(epoch)) {
                seen = Math.max(seen, latest);
                own = Math.max(own, written);
                trouble = null;
            }
        }
    }

    void joined(String found, long latest) {
        synchronized (telling) {
            epoch = found;
            seen = Math.max(seen, latest);
        }
    }

    void moved(String next) {
        synchronized (telling) {
            if (!next.equals(epoch)) {
                epoch = next;
                seen = 0;
                own = 0;
            }
        }
        tell();
    }

    /** Tells the witness, unless it is the latest that was told and nothing was well since. */
    void trouble(String sentence) {
        boolean isNew;
        synchronized (telling) {
            isNew = !sentence.equals(trouble);
            trouble = sentence;
        }
        if (isNew) {
            witness.troubled(sentence);
        }
    }

    /** Puts down what is remembered, if that was not done for a while. */
    void tellIfDue() {
        boolean isDue;
        synchronized (telling) {
            isDue = System.nanoTime() - toldAt >= REMEMBERED_NANOS;
        }
        if (isDue) {
            tell();
        }
    }

    /** Puts down what is remembered. */
    void tell() {
        Membership now = known();
        synchronized (telling) {
            if (now.epoch() == null || now.equals(told)) {
                return;
            }
            told = now;
            toldAt = System.nanoTime();
        }
        witness.remembered(now);
    }
}
