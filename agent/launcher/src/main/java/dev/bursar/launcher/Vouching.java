// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.credential.SecretSource;
import dev.bursar.runtime.gate.LocalRebuild;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.ForceListener;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Pseudonyms;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.journal.Retention;
import dev.bursar.runtime.journal.checkpoint.CheckpointKey;
import dev.bursar.runtime.journal.checkpoint.CheckpointedJournal;
import dev.bursar.runtime.journal.checkpoint.LastSeen;
import dev.bursar.runtime.policy.CheckpointSettings;
import dev.bursar.runtime.policy.KeySource;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.RetainSettings;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the journal, vouched for as the policy says. */
final class Vouching {

    private Vouching() {}

    /** @param forces told whenever entries were made durable */
    static Journal open(Policy policy, Consumer<? super Recorded> replay, ForceListener forces)
            throws JournalUnavailableException {
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

    /** A journal, and the ledger of this process that was rebuilt from it. */
    record Local(Journal journal, LocalRebuild rebuilt) {}

    /** As above, for a ledger of this process: from the latest snapshot on. */
    static Local open(Policy policy, Supplier<LocalRebuild> fresh, ForceListener forces)
            throws JournalUnavailableException {
        Retention retention = retention(policy.keeping().retain());
        CheckpointSettings asked = policy.keeping().checkpoints();
        if (asked == null) {
            ChronicleJournal.Options options = new ChronicleJournal.Options(retention, forces, null);
            ChronicleJournal.Opened<LocalRebuild> opened = ChronicleJournal.open(policy.state(), fresh, options);
            return new Local(opened.journal(), opened.rebuilt());
        }
        CheckpointedJournal.Settings settings =
                new CheckpointedJournal.Settings(key(asked), asked.to(), asked.records(), asked.every());
        LastSeen last = LastSeen.of(policy.state(), asked.to());
        ChronicleJournal.Options options =
                new ChronicleJournal.Options(retention, forces, last.watching(recorded -> {}));
        ChronicleJournal.Opened<LocalRebuild> opened = ChronicleJournal.open(policy.state(), fresh, options);
        try {
            last.check(opened.journal());
            return new Local(CheckpointedJournal.over(opened.journal(), policy.state(), settings), opened.rebuilt());
        } catch (JournalUnavailableException e) {
            opened.journal().close();
            throw e;
        }
    }

    private static @Nullable Retention retention(@Nullable RetainSettings retain) {
        return retain == null ? null : new Retention(retain.keep(), retain.then() == RetainSettings.Then.ARCHIVE);
    }

    /**
     * Names for whom calls are about.
     *
     * @param journal of the policy's state directory; closed if there are none to be had
     */
    static Pseudonyms pseudonyms(Policy policy, Journal journal) throws JournalUnavailableException {
        KeySource asked = policy.keeping().pseudonyms();
        try {
            return asked == null
                    ? Pseudonyms.ofState(policy.state())
                    : Pseudonyms.with(SecretSource.of(asked.source()).text(System::getenv));
        } catch (IOException | IllegalArgumentException e) {
            journal.close();
            throw new JournalUnavailableException("the key of the pseudonyms cannot be used: " + e.getMessage(), e);
        }
    }

    /** Where subjects are hashed with a key that is given, its source. */
    private static @Nullable String source(Policy policy) {
        KeySource asked = policy.keeping().pseudonyms();
        return asked == null ? null : asked.source();
    }

    /** What two policies say differently that is fixed at start; {@code null} for nothing. */
    static @Nullable String difference(Policy one, Policy other) {
        if (!isAs(one, other)) {
            return "checkpoints";
        }
        return Objects.equals(source(one), source(other)) ? null : "pseudonyms";
    }

    /** Whether two policies have the journal vouched for in the same way. */
    private static boolean isAs(Policy one, Policy other) {
        CheckpointSettings here = one.keeping().checkpoints();
        CheckpointSettings there = other.keeping().checkpoints();
        return here == null || there == null ? here == there : here.isAs(there);
    }

    private static CheckpointKey key(CheckpointSettings asked) throws JournalUnavailableException {
        try {
            return CheckpointKey.of(SecretSource.of(asked.key()).text(System::getenv));
        } catch (IOException | IllegalArgumentException e) {
            throw new JournalUnavailableException("the key of the checkpoints cannot be used: " + e.getMessage(), e);
        }
    }
}
