// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.idempotency.Fingerprints;
import dev.bursar.runtime.idempotency.NearDuplicates;
import dev.bursar.runtime.policy.IdempotencySettings;
import org.jspecify.annotations.Nullable;

/**
 * The stage that tells a new action from one that the run has carried out already in other words: another key, but the same caller and
 * operation, the same money, for the same customer.
 */
final class Near {

    /** What the journal says of an admitted call that may be one. */
    static final String POSSIBLE_DUPLICATE = "possible_duplicate";

    private final NearDuplicates live = new NearDuplicates();
    private final NearDuplicates rehearsed = new NearDuplicates();

    /**
     * @param most what it can move; {@code null} if nothing
     * @param passage told at once of what must be put back if the call is refused, here or later
     */
    void tell(Identified call, @Nullable Money most, Keyed keyed, Actions actions, Draft draft, Passage passage)
            throws Turned {
        if (most == null || most.micros() == 0 || keyed.key() == null || !keyed.first() || call.alone()) {
            return;
        }
        String whom = call.parameters().unreadable() != null
                ? null
                : call.vendor().whom(call.operation(), call.path(), call.parameters());
        if (whom == null) {
            return;
        }
        NearDuplicates memory = call.mode() == Mode.REHEARSE ? rehearsed : live;
        String caller = call.caller().name();
        String essence = Fingerprints.essence(call.operation(), call.account(), whom, most);
        Ordinal ordinal = keyed.ordinal();
        String fingerprint = ordinal == null ? Key.fingerprint(call) : ordinal.fingerprint();
        String near = memory.begun(call.root(), caller, essence, fingerprint, keyed.name());
        passage.begun = () -> memory.undone(call.root(), caller, essence, keyed.name());
        if (near == null) {
            return;
        }
        draft.near = near;
        if (call.caller().idempotency().nearDuplicates() == IdempotencySettings.NearDuplicates.REFUSE) {
            String made = actions.objectId(near);
            throw new Turned(new Refusal(
                    409,
                    "bursar_near_duplicate",
                    "`" + call.operation() + "` for the same customer and amount (" + most + ") was already "
                            + (made == null ? "asked for in this run" : "done in this run and made `" + made + "`")
                            + ", in other words; it is not done a second time; "
                            + (made == null ? "stop and report" : "go on with what was made, do not retry"),
                    call.caller().place().brief()));
        }
    }

    void runClosed(String run) {
        live.runClosed(run);
        rehearsed.runClosed(run);
    }
}
