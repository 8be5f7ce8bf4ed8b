// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided on one call to a vendor. It holds no secret. What is not known of a call is {@code null}: a refused one may have been turned
 * away before anything else was asked.
 *
 * @param outcome {@code admitted}: it may be sent; {@code refused}; {@code rehearsed}: allowed, and answered without being sent; {@code replayed}:
 *     answered with the first result of the same action; {@code observed}: sent as the application made it, whatever was decided
 * @param caller who called
 * @param run the id of the run it was made in
 * @param operation what was called, such as {@code POST /v1/charges}
 * @param code why not: begins with {@code bursar_}; {@code null} if it was allowed
 * @param message why not, in one sentence; {@code null} if it was allowed
 * @param rule the policy's file and line that allowed or refused it, such as {@code bursar.yaml:31}
 * @param key the idempotency key it is done under, as the journal has it; {@code null} where the operation takes none
 */
public record Decision(
        String outcome,
        @Nullable String caller,
        @Nullable String run,
        @Nullable String operation,
        @Nullable String code,
        @Nullable String message,
        @Nullable String rule,
        @Nullable String key) {

    static Decision of(Map<String, String> known) {
        return new Decision(
                known.getOrDefault("outcome", ""),
                known.get("caller"),
                known.get("run"),
                known.get("operation"),
                known.get("code"),
                known.get("message"),
                known.get("rule"),
                known.get("key"));
    }

    /** Whether it was allowed; in {@code observe} mode a call that is not allowed is sent all the same. */
    public boolean isAllowed() {
        return code == null;
    }
}
