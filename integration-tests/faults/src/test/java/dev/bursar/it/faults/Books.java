// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.BrokenJournalException;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all journals together say was admitted.
 *
 * @param admitted the first admission under each idempotency key
 * @param problems why it could not be read to its end
 */
record Books(Map<String, Admission> admitted, List<String> problems) {

    /** @param at when it was decided */
    record Admission(long cents, Instant at) {}

    static Books of(Collection<Path> states) throws IOException {
        Books all = new Books(new HashMap<>(), new ArrayList<>());
        for (Path state : states) {
            all.add(state);
        }
        return all;
    }

    private void add(Path state) throws IOException {
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(recorded -> {
                Entry entry = recorded.entry();
                Money amount = entry.amount();
                if (entry.kind() == Kind.ADMITTED && entry.key() != null && amount != null) {
                    admitted.putIfAbsent(entry.key(), new Admission(amount.micros() / 10_000, entry.time()));
                }
            });
        } catch (BrokenJournalException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }
}
