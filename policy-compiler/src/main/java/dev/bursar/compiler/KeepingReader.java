// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Keeping;
import java.nio.file.Path;
import java.util.List;

/** {@code ledger}, {@code checkpoints}, {@code retain} and {@code seal}: how what happened is remembered. */
final class KeepingReader {

    static final List<String> WORDS = List.of("ledger");
    static final List<String> NOT_YET = List.of("checkpoints", "retain", "seal");

    private final Problems problems;
    private final Path directory;

    /** @param directory of the policy, which relative paths are relative to */
    KeepingReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    Keeping read(Fields policy) {
        return new Keeping(new LedgerReader(problems, directory).read(policy), null, null, null);
    }
}
