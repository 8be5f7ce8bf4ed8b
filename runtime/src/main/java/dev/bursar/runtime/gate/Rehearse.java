// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.runtime.vendor.Result;
import java.util.Objects;

/** Answers an allowed call here. What it would have spent is settled in the rehearsal's own ledger. */
final class Rehearse {

    private final Rehearsals rehearsals;

    Rehearse(Rehearsals rehearsals) {
        this.rehearsals = rehearsals;
    }

    Answer answer(
            Identified call, Keyed keyed, Hold hold, Actions actions, Draft draft, Passage passage, InForce inForce) {
        if (keyed.key() != null) {
            actions.admitted(keyed.name(), call.root(), Objects.requireNonNull(draft.bodyHash), draft.at);
        }
        Fixture fixture = inForce.policy().rehearsing().fixtures().get(call.operation());
        Answer answer = rehearsals.answer(
                call.operation(), call.parameters(), call.path(), rehearsal(call, inForce), keyed.key(), fixture);
        Result result = call.vendor().result(call.operation(), call.parameters(), answer.status(), answer.body(), true);
        if (result instanceof Result.Done done) {
            hold.settle(done.moved());
            keyed.share().leave();
            if (keyed.key() != null) {
                actions.done(keyed.name(), done.objectId(), answer.status(), answer.headers(), answer.body());
            }
        } else {
            keyed.share().leaveUnmoved(hold::release);
            keyed.freeOrdinal();
            if (passage.begun != null) {
                passage.begun.run();
            }
            if (keyed.key() != null) {
                refused(keyed, result, actions);
            }
        }
        if (call.alone()) {
            actions.runClosed(call.root());
        }
        return answer;
    }

    /** The outermost rehearsal around the call. Of a process that rehearses it is all one: what one run has made, the next one finds. */
    private static String rehearsal(Identified call, InForce inForce) {
        String declared = call.scope().rehearsalId();
        return declared == null || inForce.isRehearsal() ? "" : declared;
    }

    /** As it would be live: what the vendor refuses is asked again under a new key, for it would repeat its refusal under the old one. */
    private static void refused(Keyed keyed, Result result, Actions actions) {
        if (result instanceof Result.Refused && !keyed.fromApp()) {
            actions.refused(keyed.name());
        } else {
            actions.released(keyed.name());
        }
    }
}
