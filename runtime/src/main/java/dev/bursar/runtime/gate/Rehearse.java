// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.runtime.vendor.Result;

/** Answers an allowed call here. What it would have spent is settled in the rehearsal's own ledger. */
final class Rehearse {

    private final Rehearsals rehearsals;

    Rehearse(Rehearsals rehearsals) {
        this.rehearsals = rehearsals;
    }

    Answer answer(Identified call, Keyed keyed, Hold hold) {
        Answer answer = rehearsals.answer(call.operation(), call.parameters(), call.path(), call.run(), keyed.key());
        Result result = call.vendor().result(call.operation(), call.parameters(), answer.status(), answer.body(), true);
        if (result instanceof Result.Done done) {
            hold.settle(done.moved());
        } else if (hold.fresh()) {
            hold.release();
        }
        return answer;
    }
}
