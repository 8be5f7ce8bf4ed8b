// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.watching;

import dev.bursar.runtime.call.Money;
import org.jspecify.annotations.Nullable;

/** Is told of every call, on the thread that makes it: must neither wait nor throw. */
public interface CallWatcher {

    /**
     * What was decided on one call.
     *
     * @param decision {@code admitted}, {@code observed}, {@code rehearsed}, {@code replayed} or {@code refused}
     * @param caller {@code null} if it is nobody's
     * @param operation as a policy writes it; {@code null} if it is not known
     * @param reason the code of a refusal; {@code null} if it was not refused
     * @param amount the most it can move; {@code null} if nothing, or if it was refused before that was known
     * @param decidingNanos from the client's request to the decision, without what was waited for the journal
     * @param journalNanos what was waited for the journal; 0 if it was not waited for
     */
    record Decided(
            String decision,
            @Nullable String caller,
            @Nullable String operation,
            @Nullable String reason,
            @Nullable Money amount,
            long decidingNanos,
            long journalNanos) {}

    void decided(Decided call);

    /**
     * What became of a call that was let go.
     *
     * @param outcome {@code settled}, {@code refused}, {@code released} or {@code unknown}
     */
    void settled(@Nullable String caller, @Nullable String operation, String outcome);
}
