// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Keeping;
import dev.bursar.runtime.policy.LedgerSettings;
import java.util.List;

/** {@code ledger}, {@code checkpoints}, {@code retain} and {@code seal}: how what happened is remembered. */
final class KeepingReader {

    static final List<String> WORDS = List.of("ledger", "retain");
    static final List<String> NOT_YET = List.of("checkpoints", "seal");

    private final Problems problems;

    KeepingReader(Problems problems) {
        this.problems = problems;
    }

    Keeping read(Fields policy) {
        return new Keeping(ledger(policy), null, new RetainReader(problems).read(policy), null);
    }

    private LedgerSettings ledger(Fields policy) {
        Node.Scalar ledger = policy.scalar("ledger", "local");
        if (ledger != null && ledger.text().startsWith("redis")) {
            // Not repeated: such an address may hold a password.
            problems.add(ledger.place(), "a `redis` ledger is not supported yet; write `local`");
        } else if (ledger != null && !ledger.text().equals("local")) {
            problems.add(ledger.place(), ledger.shown() + " is no ledger; write `local`");
        }
        return new LedgerSettings.Local();
    }
}
