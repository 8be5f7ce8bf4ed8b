// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Keeping;
import dev.bursar.runtime.policy.LedgerSettings;
import java.nio.file.Path;
import java.util.List;

/** {@code ledger}, {@code checkpoints}, {@code retain}, {@code seal} and {@code pseudonyms}: how what happened is remembered. */
final class KeepingReader {

    static final List<String> WORDS = List.of("ledger", "checkpoints", "pseudonyms", "retain", "seal");
    static final List<String> NOT_YET = List.of();

    private final Problems problems;
    private final Path directory;

    /** @param directory of the policy, which paths in it are relative to */
    KeepingReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    Keeping read(Fields policy) {
        CheckpointsReader checkpoints = new CheckpointsReader(problems, directory);
        LedgerSettings ledger = new LedgerReader(problems, directory).read(policy);
        if (policy.has("retain") && !(ledger instanceof LedgerSettings.Local)) {
            problems.add(
                    policy.placeOf("retain"),
                    "`retain` needs a `local` ledger, whose snapshots stand for what is taken away; take it out");
        }
        return new Keeping(
                ledger,
                checkpoints.read(policy),
                new RetainReader(problems).read(policy),
                new SealReader(problems, directory).read(policy),
                checkpoints.pseudonyms(policy));
    }
}
