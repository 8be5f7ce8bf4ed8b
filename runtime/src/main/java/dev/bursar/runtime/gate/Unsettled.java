// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Money that stays charged because it is not known whether it moved.
 *
 * @param key under which it is held: the idempotency key, or the name of an application's own; of a call that carried none, the call's id
 * @param admissions of every call that carried the key, the first one first; never empty
 * @param open the ids of those that have no outcome at all: they are on their way, or their process has ended
 * @param doubt the latest outcome, which was {@code unknown}; {@code null} if there is none
 */
public record Unsettled(
        String key,
        List<Entry> admissions,
        List<String> open,
        @Nullable Entry doubt) {

    public Unsettled {
        admissions = List.copyOf(admissions);
        open = List.copyOf(open);
    }

    /** The admission that made the hold: whose it is, and how much. */
    public Entry first() {
        return admissions.get(0);
    }

    public String caller() {
        return Objects.requireNonNull(first().caller());
    }

    public String run() {
        return Objects.requireNonNull(first().run());
    }

    /** What stays charged. */
    public Money held() {
        return Objects.requireNonNull(first().amount());
    }

    /** When the key was first sent, by which the vendor's memory of it is reckoned. */
    public Instant since() {
        return first().time();
    }

    /** When it was last sent. */
    Instant until() {
        return admissions.get(admissions.size() - 1).time();
    }

    /** The admission with the request sealed in it; {@code null} if none was. */
    @Nullable
    Entry sealed() {
        for (Entry admission : admissions) {
            if (admission.sealed() != null) {
                return admission;
            }
        }
        return null;
    }

    /** Why it is not known, in a few words. */
    public String why() {
        Entry last = doubt;
        if (last == null || !open.isEmpty()) {
            return "no outcome was recorded";
        }
        String reason = last.reason() == null ? "the outcome is unknown" : last.reason();
        return last.status() == null ? reason : reason + " (status " + last.status() + ")";
    }
}
