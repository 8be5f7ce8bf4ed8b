// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.SiteRoles;
import dev.bursar.runtime.vendor.Vendor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy in force with what is derived from it. One call sees one of these from its first stage to its last.
 *
 * @param policy the policy
 * @param roles whose code a method is under it
 * @param vendors which origins are whose under it
 * @param byVaultKey callers by the stand-in that their code presents
 * @param floor the least strict mode the process allows, from outside the policy; {@code null} for none
 */
record InForce(
        Policy policy,
        SiteRoles roles,
        Vendors vendors,
        Map<String, CallerPolicy> byVaultKey,
        @Nullable Mode floor) {

    static InForce of(Policy policy, List<Vendor> vendors, @Nullable Mode floor) {
        Map<String, CallerPolicy> byVaultKey = new HashMap<>();
        for (CallerPolicy caller : policy.callers().values()) {
            if (caller.vaultKey() != null) {
                byVaultKey.put(caller.vaultKey(), caller);
            }
        }
        return new InForce(policy, SiteRoles.of(policy), new Vendors(vendors, policy), Map.copyOf(byVaultKey), floor);
    }

    /** The same policy where the process allows nothing less strict than {@code stricter}. */
    InForce withFloor(Mode stricter) {
        return new InForce(policy, roles, vendors, byVaultKey, stricter);
    }

    /**
     * The mode of a call: of several callers on the stack the strictest holds, so that what a rehearsing evaluation calls is rehearsed.
     *
     * @param callers their names; empty for code that is nobody's
     */
    Mode mode(Collection<String> callers, boolean rehearsal) {
        Mode strictest = null;
        for (String name : callers) {
            CallerPolicy caller = policy.callers().get(name);
            Mode own = caller == null || caller.mode() == null ? policy.mode() : caller.mode();
            strictest = strictest == null ? own : strictest.stricter(own);
        }
        Mode mode = strictest == null ? policy.mode() : strictest;
        mode = floor == null ? mode : mode.stricter(floor);
        return rehearsal ? Mode.REHEARSE : mode;
    }

    /** Whether all of the process rehearses. */
    boolean isRehearsal() {
        return floor == Mode.REHEARSE || policy.mode() == Mode.REHEARSE;
    }

    /** Not the policy, which names vault keys. */
    @Override
    public String toString() {
        return "InForce[" + policy.hash() + "]";
    }
}
