// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.policy.Policy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked to tell of.
 *
 * @param state the state directory
 * @param policy whose caps and time zone are shown; {@code null} for the caps that the records name, and UTC
 * @param since records before this time only fill the windows that it falls into; {@code null} for all
 * @param until records at or after this time do not count; {@code null} for all
 */
public record Asked(
        Path state,
        @Nullable Policy policy,
        @Nullable Instant since,
        @Nullable Instant until) {

    ZoneId zone() {
        return policy == null ? ZoneOffset.UTC : policy.zone();
    }

    /** Whether a record of this time is told of. */
    boolean includes(Instant time) {
        return (since == null || !time.isBefore(since)) && isBeforeEnd(time);
    }

    boolean isBeforeEnd(Instant time) {
        return until == null || time.isBefore(until);
    }
}
