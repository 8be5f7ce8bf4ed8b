// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers made here. */
public final class Rehearsals {

    public Answer answer(Operation operation, Parameters parameters, String rawPath, String run) {
        return new Answer(404, List.of(), "{}".getBytes(StandardCharsets.UTF_8));
    }

    public void runClosed(String run) {}
}
