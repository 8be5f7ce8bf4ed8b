// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes two calls of one caller one action.
 *
 * @param same the parameters that identify an action; {@code null}: all but what models reword
 * @param drift what to do with the same action in other words
 * @param appKeys what to do with a key that the application set itself
 * @param repeats whether equal calls inside one attempt are two actions, or one
 * @param nearDuplicates what to do with a second action of a run that moves the same money for the same customer, and differs in something else
 */
public record IdempotencySettings(
        @Nullable List<String> same, Drift drift, AppKeys appKeys, Repeats repeats, NearDuplicates nearDuplicates) {

    public static final IdempotencySettings DEFAULT =
            new IdempotencySettings(null, Drift.REPLAY, AppKeys.KEEP, Repeats.DISTINCT, NearDuplicates.MARK);

    public enum Drift {
        /** Answer with the first result while the run is open. */
        REPLAY,
        /** Refuse with 409, naming the object already made. */
        REFUSE
    }

    public enum AppKeys {
        KEEP,
        REPLACE
    }

    public enum Repeats {
        DISTINCT,
        SAME
    }

    public enum NearDuplicates {
        /** Sent, and marked in the journal. */
        MARK,
        /** Refused with 409, naming the object already made. */
        REFUSE
    }
}
