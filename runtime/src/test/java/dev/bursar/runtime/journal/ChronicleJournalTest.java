// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.nio.file.Path;
import java.util.function.Consumer;

final class ChronicleJournalTest extends JournalContract {

    @Override
    Journal open(Path state, Consumer<? super Recorded> replay) throws JournalUnavailableException {
        return ChronicleJournal.open(state, replay);
    }
}
