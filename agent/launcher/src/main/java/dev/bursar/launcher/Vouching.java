// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.ForceListener;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.KeyText;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.journal.checkpoint.CheckpointKey;
import dev.bursar.runtime.journal.checkpoint.CheckpointedJournal;
import dev.bursar.runtime.journal.checkpoint.LastSeen;
import dev.bursar.runtime.policy.CheckpointSettings;
import dev.bursar.runtime.policy.Policy;
import java.io.IOException;
import java.util.function.Consumer;

/** Opens the journal, vouched for as the policy says. */
final class Vouching {

    private Vouching() {}

    /** @param forces told whenever entries were made durable */
    static Journal open(Policy policy, Consumer<? super Recorded> replay, ForceListener forces) throws JournalUnavailableException {
        CheckpointSettings asked = policy.keeping().checkpoints();
        if (asked == null) {
            return ChronicleJournal.open(policy.state(), replay, forces);
        }
        CheckpointedJournal.Settings settings =
                new CheckpointedJournal.Settings(key(asked), asked.to(), asked.records(), asked.every());
        LastSeen last = LastSeen.of(policy.state(), asked.to());
        ChronicleJournal journal = ChronicleJournal.open(policy.state(), last.watching(replay), forces);
        try {
            last.check(journal);
            return CheckpointedJournal.over(journal, policy.state(), settings);
        } catch (JournalUnavailableException e) {
            journal.close();
            throw e;
        }
    }

    /** Whether two policies have the journal vouched for in the same way. */
    static boolean isAs(Policy one, Policy other) {
        CheckpointSettings here = one.keeping().checkpoints();
        CheckpointSettings there = other.keeping().checkpoints();
        return here == null || there == null ? here == there : here.isAs(there);
    }

    private static CheckpointKey key(CheckpointSettings asked) throws JournalUnavailableException {
        try {
            return CheckpointKey.of(KeyText.read(asked.key(), System::getenv));
        } catch (IOException | IllegalArgumentException e) {
            throw new JournalUnavailableException("the key of the checkpoints cannot be used: " + e.getMessage(), e);
        }
    }
}
