// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.idempotency.LocalActions;
import dev.bursar.runtime.idempotency.Prior;
import dev.bursar.runtime.idempotency.State;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.EntryBuilder;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.LocalLedger;
import dev.bursar.runtime.ledger.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger that outlived its process, put right from the journal. */
class LeftoversTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Cap CAP = new Cap.OfMoney(new Money(100_000_000, "usd"), Window.DAY);

    private final LocalLedger ledger = new LocalLedger(ZoneOffset.UTC);
    private final LocalActions actions = new LocalActions(0);
    private final Leftovers leftovers = new Leftovers();
    private final Map<String, Long> open = new HashMap<>();

    @BeforeEach
    void hold() {
        for (String key : List.of("settled", "refused", "released", "unknown", "admitted", "never")) {
            reserve(key, new Money(1_000_000, "usd"));
            open.put(key, NOON.getEpochSecond());
            if (!key.equals("never")) {
                leftovers.accept(recorded(entry(Kind.ADMITTED, key).decision("allowed")));
            }
        }
        outcome("settled", Outcomes.SETTLED, new Money(700_000, "usd"));
        outcome("refused", Outcomes.REFUSED, null);
        outcome("released", Outcomes.RELEASED, null);
        outcome("unknown", Outcomes.UNKNOWN, null);
    }

    private Reservation.Held reserve(String key, @Nullable Money amount) {
        return (Reservation.Held) ledger.reserve(new HoldRequest(key, "billing", "run", NOON, amount, List.of(CAP)));
    }

    private static EntryBuilder entry(Kind kind, String key) {
        return Entry.at(NOON, kind)
                .call("call-" + key)
                .caller("billing")
                .run("run")
                .key(key)
                .bodyHash("body")
                .amount(new Money(1_000_000, "usd"));
    }

    private void outcome(String key, String decision, @Nullable Money moved) {
        leftovers.accept(recorded(entry(Kind.SETTLED, key)
                .decision(decision)
                .amount(moved)
                .objectId(key.equals("settled") ? "ch_1" : null)));
    }

    private static Recorded recorded(EntryBuilder entry) {
        return new Recorded(1, "", "", entry.build());
    }

    private Reservation.Balance balance() {
        return reserve("look", null).balances().get(0);
    }

    @Test
    void tells_what_was_recorded_leaves_unknown_what_was_admitted_and_lets_go_what_was_never_sent() {
        leftovers.putRight(new Books.Account(ledger, actions), open);

        // 0.70 settled, 1.00 unknown before and 1.00 unknown now; nothing is held any longer.
        assertThat(balance().spent()).isEqualTo(2_700_000);
        assertThat(balance().held()).isZero();
        assertThat(actions.prior("admitted", "body", NOON, Duration.ofHours(23)))
                .isEqualTo(new Prior.Repeat(State.UNKNOWN, null));
    }

    @Test
    void an_action_whose_outcome_was_recorded_and_not_told_is_not_taken_for_a_new_one() {
        leftovers.putRight(new Books.Account(ledger, actions), open);

        Instant nextDay = NOON.plus(Duration.ofHours(25));
        assertThat(actions.prior("settled", "body", nextDay, Duration.ofHours(23)))
                .isEqualTo(new Prior.Expired(NOON, "ch_1"));
        assertThat(actions.prior("unknown", "body", NOON, Duration.ofHours(23)))
                .isEqualTo(new Prior.Repeat(State.UNKNOWN, null));
        assertThat(actions.prior("refused", "body", NOON, Duration.ofHours(23)))
                .isEqualTo(new Prior.Repeat(State.REFUSED, null));
        assertThat(actions.prior("released", "body", NOON, Duration.ofHours(23)))
                .isEqualTo(new Prior.Fresh());
    }

    @Test
    void what_is_unknown_stays_charged_when_the_release_of_the_call_before_it_is_recorded_late() {
        reserve("late", new Money(1_000_000, "usd"));
        open.put("late", NOON.getEpochSecond());
        leftovers.accept(recorded(entry(Kind.ADMITTED, "late").decision("allowed")));
        again("late", Outcomes.UNKNOWN, null);
        outcome("late", Outcomes.RELEASED, null);
        leftovers.putRight(new Books.Account(ledger, actions), open);
        assertThat(balance().spent()).isEqualTo(3_700_000);
    }

    @Test
    void what_is_settled_stays_settled_when_another_call_under_its_key_does_not_know() {
        again("settled", Outcomes.UNKNOWN, null);
        leftovers.putRight(new Books.Account(ledger, actions), open);
        assertThat(balance().spent()).isEqualTo(2_700_000);
    }

    /** Another call under a key, from its admission to its outcome. */
    private void again(String key, String decision, @Nullable Money moved) {
        leftovers.accept(recorded(entry(Kind.ADMITTED, key).call("again").decision("allowed")));
        leftovers.accept(recorded(
                entry(Kind.SETTLED, key).call("again").decision(decision).amount(moved)));
    }

    @Test
    void makes_again_what_the_ledger_has_lost_of_what_was_admitted() {
        LocalLedger empty = new LocalLedger(ZoneOffset.UTC);
        leftovers.putRight(new Books.Account(empty, actions), Map.of());
        Reservation.Held look =
                (Reservation.Held) empty.reserve(new HoldRequest("look", "billing", "run", NOON, null, List.of(CAP)));
        assertThat(look.balances().get(0).spent()).isEqualTo(1_000_000);
    }

    @Test
    void remembers_what_the_latest_record_says_of_the_shared_ledger() {
        leftovers.accept(
                recorded(Entry.at(NOON, Kind.LEDGER).decision(Leftovers.JOINED).reason("first")));
        leftovers.accept(
                recorded(Entry.at(NOON, Kind.LEDGER).decision(Leftovers.JOINED).reason("second")));
        leftovers.accept(recorded(Entry.at(NOON, Kind.LEDGER).decision("other").reason("third")));
        assertThat(leftovers.joined()).isEqualTo("second");
    }
}
