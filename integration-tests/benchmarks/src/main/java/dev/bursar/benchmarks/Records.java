// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.EntryBuilder;
import dev.bursar.runtime.journal.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Entries as a governed application makes them, with texts of the usual lengths. */
final class Records {

    static final List<String> CALLERS = List.of("billing", "support", "refunds");

    private static final int CALLS_OF_A_RUN = 8;
    private static final String HASH = "7d1a54127b222502f5b79b5fb0803061";

    private Records() {}

    /** The admission of the charge number {@code call}. */
    static Entry admitted(long call, Instant at) {
        return entry(call, at, Kind.ADMITTED).decision("allowed").build();
    }

    /** What became of it: of a hundred calls three were declined, two never left, two are unknown, and the rest were carried out. */
    static Entry outcome(long call, Instant at) {
        EntryBuilder entry = entry(call, at, Kind.SETTLED);
        int of = (int) (call % 100);
        if (of < 3) {
            return entry.decision("refused").status(402).amount(null).build();
        }
        if (of < 5) {
            return entry.decision("released").amount(null).build();
        }
        if (of < 7) {
            return entry.decision("unknown").amount(null).build();
        }
        return entry.decision("settled")
                .status(200)
                .requestId(String.format(Locale.ROOT, "req_%014d", call))
                .objectId(String.format(Locale.ROOT, "ch_%024d", call))
                .build();
    }

    private static EntryBuilder entry(long call, Instant at, Kind kind) {
        long run = call / CALLS_OF_A_RUN;
        String caller = CALLERS.get((int) (run % CALLERS.size()));
        return Entry.at(at, kind)
                .call(String.format(Locale.ROOT, "0190a5f0-7c1e-7000-8000-%012x", call))
                .caller(caller)
                .run(String.format(Locale.ROOT, "0190a5f0-7c1e-7000-9000-%012x", run))
                .attempt(1)
                .site("com.acme.billing.ChargeTool#charge:31")
                .vendor("stripe")
                .operation("POST /v1/charges")
                .rule("bursar.yaml:12")
                .amount(new Money(10_000L * (100 + call % 900), "usd"))
                .key(String.format(Locale.ROOT, "bursar_0190a5f0-7c1e-7000-a000-%012x", call))
                .bodyHash(HASH)
                .balance("2000.00 USD per day", null, 129_990_000L, 29_990_000L, 2_000_000_000L)
                .policy(HASH)
                .subject(HASH)
                .latencyNanos(48_000);
    }
}
