// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.journal.Replay;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.Reservation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsettledHoldsTest {

    private static final Cap DAY = new Cap.OfMoney(Money.parse("1000000.00 USD"), Window.DAY);
    private static final String[] OUTCOMES = {
        Outcomes.SETTLED, Outcomes.REFUSED, Outcomes.RELEASED, Outcomes.UNKNOWN, Outcomes.UNKNOWN
    };

    /** Every settlement moves nothing, so that what counts in the ledger is exactly what is not settled. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void lists_exactly_what_a_ledger_rebuilt_from_the_same_journal_still_charges(long seed) {
        Random random = new Random(seed);
        Books.Account account = House.account();
        Rebuild rebuild = new Rebuild(account);
        UnsettledHolds holds = new UnsettledHolds();
        List<Entry> open = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            Instant now = House.NOON.plusSeconds(i);
            Entry entry;
            if (open.isEmpty() || random.nextInt(5) < 3) {
                String key = "k" + random.nextInt(60);
                entry = Entry.at(now, Kind.ADMITTED)
                        .call("call" + i)
                        .caller("Billing")
                        .run("run")
                        .decision("allowed")
                        .key(random.nextInt(10) == 0 ? null : key)
                        .amount(new Money(1_000_000L * (1 + Integer.parseInt(key.substring(1))), "usd"))
                        .build();
                open.add(entry);
            } else {
                Entry first = open.remove(random.nextInt(open.size()));
                entry = Entry.at(now, Kind.SETTLED)
                        .call(first.call())
                        .caller("Billing")
                        .run("run")
                        .key(first.key())
                        .decision(OUTCOMES[random.nextInt(OUTCOMES.length)])
                        .amount(Money.zero("usd"))
                        .build();
            }
            Recorded recorded = new Recorded(i, "", "", entry);
            rebuild.accept(recorded);
            holds.accept(recorded);
            if (i % 20 == 0) {
                assertThat(holds.list().stream()
                                .mapToLong(each -> each.held().micros())
                                .sum())
                        .as("after record %d", i)
                        .isEqualTo(charged(account, now));
            }
        }
        assertThat(holds.list()).isNotEmpty();
    }

    /** An outcome is noted without waiting, so that it may stand after the whole of the call that took up its key next. */
    @Test
    void keeps_what_is_unknown_charged_when_the_release_of_the_call_before_it_is_recorded_late() {
        Books.Account account = House.account();
        Rebuild rebuild = new Rebuild(account);
        UnsettledHolds holds = new UnsettledHolds();
        List<Entry> journal = List.of(
                entry(Kind.ADMITTED, "first", "allowed"),
                entry(Kind.ADMITTED, "next", "allowed"),
                entry(Kind.SETTLED, "next", Outcomes.UNKNOWN),
                entry(Kind.SETTLED, "first", Outcomes.RELEASED));
        for (int i = 0; i < journal.size(); i++) {
            Recorded recorded = new Recorded(i + 1, "", "", journal.get(i));
            rebuild.accept(recorded);
            holds.accept(recorded);
        }
        assertThat(charged(account, House.NOON)).isEqualTo(1_000_000);
        assertThat(keys(holds)).containsExactly("k");
        assertThat(rebuild.earliestOpen()).isEqualTo(2);
    }

    private static Entry entry(Kind kind, String call, String decision) {
        return Entry.at(House.NOON, kind)
                .call(call)
                .caller("Billing")
                .run("run")
                .key("k")
                .decision(decision)
                .amount(new Money(1_000_000, "usd"))
                .build();
    }

    /** Of what is before it, old directories may go. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
    void lists_the_same_without_what_is_before_the_earliest_that_a_snapshot_names(long seed) {
        Random random = new Random(seed);
        LocalRebuild rebuild = new LocalRebuild(ZoneOffset.UTC, 1_000);
        UnsettledHolds holds = new UnsettledHolds();
        List<Recorded> journal = new ArrayList<>();
        List<Entry> open = new ArrayList<>();
        int without = 0;
        for (int i = 1; i <= 400; i++) {
            Instant now = House.NOON.plusSeconds(i);
            Entry entry;
            if (open.isEmpty() || (i < 300 && random.nextInt(2) == 0)) {
                // one key after the other, each a few times: what is early comes to be settled
                int key = i / 20 + random.nextInt(2);
                entry = Entry.at(now, Kind.ADMITTED)
                        .call("call" + i)
                        .caller("Billing")
                        .run("run")
                        .decision("allowed")
                        .key("k" + key)
                        .amount(key % 5 == 0 ? null : new Money(1_000_000L, "usd"))
                        .build();
                open.add(entry);
            } else {
                Entry first = open.remove(random.nextInt(Math.min(3, open.size())));
                entry = Entry.at(now, Kind.SETTLED)
                        .call(first.call())
                        .caller("Billing")
                        .run("run")
                        .key(first.key())
                        .decision(OUTCOMES[random.nextInt(OUTCOMES.length)])
                        .build();
            }
            Recorded recorded = new Recorded(i, "", "", entry);
            journal.add(recorded);
            rebuild.accept(Replay.Step.of(recorded));
            holds.accept(recorded);
            UnsettledHolds rest = new UnsettledHolds();
            long earliest = rebuild.earliestOpen();
            journal.stream().filter(each -> each.sequence() >= earliest).forEach(rest::accept);
            assertThat(keys(rest)).as("after record %d, from %d", i, earliest).containsAll(keys(holds));
            assertThat(earliest == Long.MAX_VALUE).isEqualTo(holds.list().isEmpty());
            without += earliest > 1 ? 1 : 0;
        }
        assertThat(without).as("something may go").isPositive();
    }

    private static List<String> keys(UnsettledHolds holds) {
        return holds.list().stream().map(Unsettled::key).toList();
    }

    private static long charged(Books.Account account, Instant now) {
        Reservation.Held probe = (Reservation.Held)
                account.ledger().reserve(new HoldRequest("probe", "Billing", "probe", now, null, List.of(DAY)));
        account.ledger().release("probe");
        Reservation.Balance balance = probe.balances().get(0);
        return balance.spent() + balance.held();
    }
}
