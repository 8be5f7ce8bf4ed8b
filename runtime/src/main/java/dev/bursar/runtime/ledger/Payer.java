// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import java.util.List;

/**
 * A caller on the stack of a call, whose caps the call counts against.
 *
 * @param caller the caller's name
 * @param run the run in which this caller was entered, for its caps per run
 * @param caps all of the caller's caps
 */
public record Payer(String caller, String run, List<Cap> caps) {

    public Payer {
        caps = List.copyOf(caps);
    }
}
