// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which records to show: those that meet all that is given.
 *
 * @param caller exactly this name: of the caller, or of one around it, that called it
 * @param run exactly this id
 * @param since at this time or after
 * @param until before this time
 * @param kinds one of these; all if empty
 * @param subject about exactly this one, hashed
 */
public record Filter(
        @Nullable String caller,
        @Nullable String run,
        @Nullable Instant since,
        @Nullable Instant until,
        Set<Kind> kinds,
        @Nullable String subject)
        implements Predicate<Recorded> {

    @Override
    public boolean test(Recorded recorded) {
        Entry entry = recorded.entry();
        return (caller == null || isOf(entry, caller))
                && (run == null || run.equals(entry.run()))
                && (since == null || !entry.time().isBefore(since))
                && (until == null || entry.time().isBefore(until))
                && (kinds.isEmpty() || kinds.contains(entry.kind()))
                && (subject == null || subject.equals(entry.subject()));
    }

    private static boolean isOf(Entry entry, String caller) {
        return caller.equals(entry.caller()) || entry.outer().stream().anyMatch(outer -> caller.equals(outer.caller()));
    }
}
