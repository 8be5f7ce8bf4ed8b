// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Refusal;
import org.jspecify.annotations.Nullable;

/** What the policy says to one call, before caps are asked. */
public sealed interface Verdict {

    /**
     * @param rule the rule that allows it
     * @param hold the most it can cost, to be held; {@code null} if it moves no money
     */
    record Allowed(Rule rule, @Nullable Money hold) implements Verdict {}

    record Refused(Refusal refusal) implements Verdict {}
}
