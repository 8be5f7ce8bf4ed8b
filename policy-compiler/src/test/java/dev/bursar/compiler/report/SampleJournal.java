// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.EntryBuilder;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Three weeks of two agents and an evaluation, with whatever can happen to them, and with texts that mean to do harm. */
final class SampleJournal {

    static final String HOSTILE = "</script><img src=x onerror=\"window.harmed=1\"><!--<script>";

    private static final Instant START = Instant.parse("2026-11-02T06:00:00Z");

    private final Journal journal;
    private final Random random = new Random(7);
    private int call;
    private long spentToday;
    private long dayOfSpent = -1;

    private SampleJournal(Journal journal) {
        this.journal = journal;
    }

    /** Writes the same records each time. */
    static void write(Journal journal) throws JournalUnavailableException {
        new SampleJournal(journal).write();
    }

    private void write() throws JournalUnavailableException {
        journal.note(Entry.at(START, Kind.POLICY)
                .reason("policy in force: bursar.yaml")
                .policy("p01")
                .build());
        for (int day = 0; day < 20; day++) {
            Instant morning = START.plusSeconds(day * 86_400L);
            if (day % 4 == 1) {
                repeated(morning.minusSeconds(600), day);
            }
            int calls = 6 + random.nextInt(12);
            for (int i = 0; i < calls; i++) {
                Instant at = morning.plusSeconds(i * 2_400L + random.nextInt(1_200));
                String run = "run_" + day + "_" + i / 3;
                charge(at, run, 1, 9_990_000L + 10_000_000L * random.nextInt(5), "k_" + day + "_" + i, "settled");
            }
            if (day % 6 == 2) {
                loop(morning.plusSeconds(40_000));
            }
            if (day % 5 == 3) {
                evaluation(morning.plusSeconds(20_000));
            }
            refund(morning.plusSeconds(30_000), day);
        }
        Instant evening = START.plusSeconds(19 * 86_400L + 50_000);
        charge(evening, "run_last", 1, 49_990_000L, "k_lost", "unknown");
        admit(evening.plusSeconds(60), "run_last", 1, 19_990_000L, "k_open");
        journal.note(Entry.at(evening.plusSeconds(90), Kind.ALERT)
                .caller("billing")
                .balance("500.00 USD per day", null, 400_000_000L, 0, 500_000_000L)
                .reason("80 % of `500.00 USD per day` of caller `billing` is reached")
                .build());
        journal.note(Entry.at(evening.plusSeconds(100), Kind.REFUSED)
                .call("c_hostile")
                .caller("refunds")
                .run("run_" + HOSTILE)
                .operation("POST /v1/charges/" + HOSTILE)
                .decision("refused")
                .reason(HOSTILE)
                .site(HOSTILE)
                .labels("note=" + HOSTILE + " rtl=\u202Eevil\u0007")
                .status(403)
                .build());
        // the last of all is written through
        journal.write(Entry.of(evening.plusSeconds(110), Kind.LEDGER, "the ledger was rebuilt from 412 records"));
    }

    private void charge(Instant at, String run, int attempt, long micros, String key, String decision)
            throws JournalUnavailableException {
        @Nullable String id = admit(at, run, attempt, micros, key);
        if (id != null) {
            outcome(id, at.plusMillis(400), run, attempt, micros, key, decision);
        }
    }

    /** Up to the cap, as the real one. */
    private @Nullable String admit(Instant at, String run, int attempt, long micros, String key)
            throws JournalUnavailableException {
        long day = at.getEpochSecond() / 86_400;
        if (day != dayOfSpent) {
            dayOfSpent = day;
            spentToday = 0;
        }
        if (attempt == 1 && spentToday + micros > 500_000_000L) {
            return null;
        }
        spentToday += attempt == 1 ? micros : 0;
        String id = "c" + ++call;
        journal.note(entry(at, Kind.ADMITTED, id, "billing", run, attempt, "POST /v1/charges", micros, key)
                .decision("allowed")
                .rule("bursar.yaml:12")
                .balance(
                        call % 3 == 0 ? "30 calls per minute" : "500.00 USD per day",
                        null,
                        spentToday,
                        micros,
                        500_000_000L)
                .latencyNanos(210_000)
                .build());
        return id;
    }

    private void outcome(String id, Instant at, String run, int attempt, long micros, String key, String decision)
            throws JournalUnavailableException {
        journal.note(entry(at, Kind.SETTLED, id, "billing", run, attempt, "POST /v1/charges", micros, key)
                .decision(decision)
                .status(decision.equals("settled") ? (Integer) 200 : null)
                .reason(decision.equals("settled") ? null : "the connection was reset after the request was sent")
                .requestId("req_" + id)
                .objectId(decision.equals("settled") ? "ch_" + key : null)
                .build());
    }

    /** The guardrail asks again: once more under the same key, and once answered here. */
    private void repeated(Instant at, int day) throws JournalUnavailableException {
        String run = "run_again_" + day;
        String key = "k_again_" + day;
        charge(at, run, 1, 29_990_000L, key, "settled");
        charge(at.plusSeconds(3), run, 2, 29_990_000L, key, "settled");
        journal.note(
                entry(at.plusSeconds(5), Kind.SETTLED, "c" + ++call, "billing", run, 3, "POST /v1/charges", -1, key)
                        .decision("replayed")
                        .reason("the same action in other words")
                        .status(200)
                        .build());
    }

    /** Runs into the cap, and goes on. */
    private void loop(Instant at) throws JournalUnavailableException {
        for (int i = 0; i < 12; i++) {
            charge(at.plusSeconds(i), "run_loop_" + at.getEpochSecond(), 1, 20_000_000L, "k_loop_" + at + i, "settled");
        }
        for (int i = 0; i < 4; i++) {
            journal.note(entry(
                            at.plusSeconds(20 + i),
                            Kind.REFUSED,
                            "c" + ++call,
                            "billing",
                            "run_loop",
                            1,
                            "POST /v1/charges",
                            20_000_000L,
                            null)
                    .decision("refused")
                    .reason("bursar_cap_reached")
                    .rule("bursar.yaml:18")
                    .status(429)
                    .count(i == 3 ? 9_000 : 1)
                    .balance("500.00 USD per day", null, 500_000_000L, 0, 500_000_000L)
                    .build());
        }
    }

    private void evaluation(Instant at) throws JournalUnavailableException {
        for (int i = 0; i < 50; i++) {
            journal.note(entry(
                            at.plusSeconds(i * 2),
                            Kind.REHEARSED,
                            "c" + ++call,
                            "billing",
                            "eval_" + i,
                            1,
                            "POST /v1/charges",
                            10_000_000L,
                            null)
                    .decision("allowed")
                    .status(200)
                    .build());
        }
    }

    private void refund(Instant at, int day) throws JournalUnavailableException {
        String run = "refund_" + day;
        String key = "k_refund_" + day;
        String id = "c" + ++call;
        journal.note(entry(at, Kind.ADMITTED, id, "refunds", run, 1, "POST /v1/refunds", 1_500_000_000L, key, "jpy")
                .decision("allowed")
                .outer(List.of(new Entry.Outer("support", "ticket_" + day)))
                .balance("20000 JPY per week", null, 1_500_000_000L, 0, 20_000_000_000L)
                .build());
        journal.note(entry(
                        at.plusMillis(300),
                        Kind.SETTLED,
                        id,
                        "refunds",
                        run,
                        1,
                        "POST /v1/refunds",
                        1_500_000_000L,
                        key,
                        "jpy")
                .decision("settled")
                .status(200)
                .objectId("re_" + day)
                .build());
        if (day % 3 == 0) {
            journal.note(entry(
                            at.plusSeconds(4),
                            Kind.REFUSED,
                            "c" + ++call,
                            "refunds",
                            run,
                            1,
                            "POST /v1/charges",
                            5_000_000L,
                            null)
                    .decision("refused")
                    .reason("bursar_not_allowed")
                    .rule("bursar.yaml:27")
                    .status(403)
                    .build());
        }
    }

    private static EntryBuilder entry(
            Instant at,
            Kind kind,
            String call,
            String caller,
            String run,
            int attempt,
            String operation,
            long micros,
            @Nullable String key) {
        return entry(at, kind, call, caller, run, attempt, operation, micros, key, "usd");
    }

    private static EntryBuilder entry(
            Instant at,
            Kind kind,
            String call,
            String caller,
            String run,
            int attempt,
            String operation,
            long micros,
            @Nullable String key,
            String currency) {
        return Entry.at(at, kind)
                .call(call)
                .caller(caller)
                .run(run)
                .attempt(attempt)
                .site("com.acme.billing.tools.BillingTools#charge:41")
                .vendor("stripe")
                .operation(operation)
                .amount(micros < 0 ? null : new Money(micros, currency))
                .key(key)
                .policy("p01");
    }
}
