// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
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

    Answer answer(Identified call, Keyed keyed, Hold hold, Actions actions, Draft draft, Passage passage) {
        if (keyed.key() != null) {
            actions.admitted(keyed.name(), call.root(), Objects.requireNonNull(draft.bodyHash), draft.at);
        }
        Answer answer = rehearsals.answer(call.operation(), call.parameters(), call.path(), call.root(), keyed.key());
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
            rehearsals.runClosed(call.root());
        }
        return answer;
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
