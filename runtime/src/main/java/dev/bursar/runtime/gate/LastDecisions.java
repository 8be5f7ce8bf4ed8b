// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Refusal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last decision of each thread, for the application's tests. One a thread, gone with the thread, and of short texts only: nothing of the
 * application is held by it, and no secret is in it.
 */
final class LastDecisions {

    static final String ADMITTED = "admitted";
    static final String OBSERVED = "observed";
    static final String REHEARSED = "rehearsed";
    static final String REPLAYED = "replayed";
    static final String REFUSED = "refused";

    private record Last(
            String outcome,
            @Nullable String caller,
            @Nullable String run,
            @Nullable String operation,
            @Nullable Refusal refusal,
            @Nullable String rule,
            @Nullable String key) {}

    private final ThreadLocal<@Nullable Last> last = new ThreadLocal<>();

    void remember(String outcome, Draft draft, @Nullable Refusal refusal) {
        last.set(new Last(outcome, draft.caller, draft.run, draft.operation, refusal, draft.rule, draft.key));
    }

    /** As the bridge's {@code Gate#lastDecision}. */
    @Nullable
    Map<String, String> last() {
        Last known = last.get();
        if (known == null) {
            return null;
        }
        Map<String, String> parts = new HashMap<>();
        parts.put("outcome", known.outcome());
        put(parts, "caller", known.caller());
        put(parts, "run", known.run());
        put(parts, "operation", known.operation());
        put(parts, "code", known.refusal() == null ? null : known.refusal().code());
        put(parts, "message", known.refusal() == null ? null : known.refusal().message());
        put(parts, "rule", known.rule());
        put(parts, "key", known.key());
        return parts;
    }

    private static void put(Map<String, String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.put(name, value);
        }
    }
}
