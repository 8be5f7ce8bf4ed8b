// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Charge;
import dev.bursar.runtime.policy.Decider;
import dev.bursar.runtime.policy.Verdict;
import dev.bursar.runtime.vendor.Cost;

/** The stage that asks the policy: every caller on the stack must be allowed. */
final class Decide {

    /** @return the verdict of the innermost caller, whose caps pay */
    Verdict.Allowed decide(Identified call, InForce inForce, Draft draft) throws Turned {
        Verdict.Allowed own = null;
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
            own = own == null ? (Verdict.Allowed) verdict : own;
        }
        if (own == null) {
            throw new IllegalStateException("a call without a caller");
        }
        draft.rule = own.rule().place().brief();
        draft.amount = own.hold();
        return own;
    }

    private static Charge charge(Cost cost) {
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
