// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Keeping;
import java.nio.file.Path;
import java.util.List;

/** {@code ledger}, {@code checkpoints}, {@code retain}, {@code seal} and {@code pseudonyms}: how what happened is remembered. */
final class KeepingReader {

    static final List<String> WORDS = List.of("ledger", "checkpoints", "pseudonyms", "seal");
    static final List<String> NOT_YET = List.of("retain");

    private final Problems problems;
    private final Path directory;

    /** @param directory of the policy, which paths in it are relative to */
    KeepingReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    Keeping read(Fields policy) {
        CheckpointsReader checkpoints = new CheckpointsReader(problems, directory);
        return new Keeping(
                new LedgerReader(problems, directory).read(policy),
                checkpoints.read(policy),
                null,
                new SealReader(problems, directory).read(policy),
                checkpoints.pseudonyms(policy));
    }
}
