// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.Pseudonyms;
import dev.bursar.runtime.ledger.Ledger;

/**
 * What remembers.
 *
 * @param journal the record of every decision and outcome
 * @param live what was really spent and done, rebuilt from the journal at start
 * @param rehearsed what rehearsals would have spent and done; starts empty in every process
 * @param pseudonyms names for whom a call is about
 */
public record Books(Journal journal, Account live, Account rehearsed, Pseudonyms pseudonyms) {

    /** That name nobody. */
    public Books(Journal journal, Account live, Account rehearsed) {
        this(journal, live, rehearsed, Pseudonyms.none());
    }

    /**
     * @param ledger money and calls against caps
     * @param actions what became of each idempotency key
     */
    public record Account(Ledger ledger, Actions actions) {}
}
