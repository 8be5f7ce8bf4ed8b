// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.runtime.vendor.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers an allowed call here. What it would have spent is settled in the rehearsal's own ledger. */
final class Rehearse {

    /** How many answers are kept for repeats under the same key; the oldest goes first. */
    private static final int KEPT = 10_000;

    private final Rehearsals rehearsals;
    private final Map<String, Answer> byKey = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > KEPT;
        }
    };

    Rehearse(Rehearsals rehearsals) {
        this.rehearsals = rehearsals;
    }

    Answer answer(Identified call, Keyed keyed, Hold hold) {
        Answer answer;
        if (keyed.key() == null) {
            answer = make(call);
        } else {
            synchronized (byKey) {
                answer = byKey.computeIfAbsent(keyed.key(), key -> make(call));
            }
        }
        Result result = call.vendor().result(call.operation(), call.parameters(), answer.status(), answer.body(), true);
        if (result instanceof Result.Done done) {
            hold.settle(done.moved());
        } else if (hold.fresh()) {
            hold.release();
        }
        return answer;
    }

    private Answer make(Identified call) {
        return rehearsals.answer(call.operation(), call.parameters(), call.path(), call.run());
    }
}
