// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Charge;
import dev.bursar.runtime.policy.Decider;
import dev.bursar.runtime.policy.Verdict;
import dev.bursar.runtime.vendor.Cost;
import org.jspecify.annotations.Nullable;

/** The stage that asks the policy: every caller on the stack must be allowed. */
final class Decide {

    /**
     * @return the most it can move, to be held against the caps of all; {@code null} if it moves no money. Where callers assume differently
     *     of what the request does not say, the most any of them assumes; the innermost's own currency
     */
    @Nullable
    Money decide(Identified call, InForce inForce, Draft draft) throws Turned {
        Verdict.Allowed own = null;
        Money most = null;
        for (CallerPolicy caller : call.callers()) {
            Verdict verdict = Decider.decide(
                    inForce.policy(),
                    caller,
                    call.operation(),
                    call.parameters(),
                    charge(call.cost()),
                    call.vendor()::money,
                    call.account(),
                    draft.at);
            if (verdict instanceof Verdict.Refused refused) {
                draft.rule = refused.refusal().rule();
                throw new Turned(refused.refusal());
            }
            Verdict.Allowed allowed = (Verdict.Allowed) verdict;
            if (own == null) {
                own = allowed;
                most = allowed.hold();
            } else {
                most = larger(most, allowed.hold());
            }
        }
        if (own == null) {
            throw new IllegalStateException("a call without a caller");
        }
        draft.rule = own.rule().place().brief();
        draft.amount = most;
        return most;
    }

    private static @Nullable Money larger(@Nullable Money most, @Nullable Money other) {
        if (most == null || other == null) {
            return most == null ? other : most;
        }
        return other.currency().equals(most.currency()) && other.micros() > most.micros() ? other : most;
    }

    static Charge charge(Cost cost) {
        if (cost instanceof Cost.Nothing) {
            return new Charge.Nothing();
        }
        if (cost instanceof Cost.Stated stated) {
            return new Charge.Stated(stated.most());
        }
        if (cost instanceof Cost.StatedWithoutCurrency bare) {
            return new Charge.StatedWithoutCurrency(bare.minorUnits());
        }
        if (cost instanceof Cost.Unstated unstated) {
            return new Charge.Unstated(unstated.why());
        }
        return new Charge.Malformed(((Cost.Malformed) cost).why());
    }
}
