// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalLedgerTest extends LedgerContract {

    @Override
    Ledger empty(ZoneId zone) {
        return new LocalLedger(zone);
    }

    private final AtomicLong nanos = new AtomicLong();
    private final LocalLedger ledger = new LocalLedger(NEW_YORK, 100, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static HoldRequest inRun(String key, String run, Instant at, Cap... caps) {
        return new HoldRequest(key, BILLING, run, at, usd(1), List.of(caps));
    }

    @Test
    void is_put_down_and_taken_up_however_many_currencies_there_are() throws IOException {
        String letters = "abcdefghijklmnopqrstuvwxyz";
        for (int i = 0; i < 300; i++) {
            String currency = "a" + letters.charAt(i / 26) + letters.charAt(i % 26);
            held(ledger.reserve(request("k" + i, new Money(1_000_000, currency))));
        }
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        ledger.save(new DataOutputStream(saved));
        LocalLedger loaded = new LocalLedger(NEW_YORK);
        loaded.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        Cap cap = cap(new Money(1_000_000, "aln"), Window.DAY);
        exhausted(loaded.reserve(request("more", new Money(1, "aln"), cap)));
    }

    @Test
    void remembers_a_bounded_number_of_closed_holds_and_forgets_the_oldest() {
        Cap cap = calls(1_000, Window.DAY);
        held(ledger.reserve(request("open", usd(1), cap)));
        held(ledger.reserve(request("unknown", usd(1), cap)));
        ledger.unknown("unknown");
        for (int i = 0; i < 300; i++) {
            held(ledger.reserve(request("k" + i, usd(1), cap)));
            ledger.settle("k" + i, null);
        }
        assertThat(ledger.size()).isLessThan(120);
        assertThat(held(ledger.reserve(request("k299", usd(1), cap))).fresh()).isFalse();
        assertThat(held(ledger.reserve(request("open", usd(1), cap))).fresh()).isFalse();
        assertThat(held(ledger.reserve(request("unknown", usd(1), cap))).fresh())
                .isFalse();
        assertThat(held(ledger.reserve(request("k0", usd(1), cap))).fresh()).isTrue();
        assertThat(look(ledger, NOON, cap).spent()).isEqualTo(301);
    }

    @Test
    void forgets_closed_holds_after_32_days_and_open_ones_never() {
        held(ledger.reserve(request("settled", usd(1))));
        ledger.settle("settled", null);
        held(ledger.reserve(request("open", usd(1))));
        pass(Duration.ofDays(31));
        held(ledger.reserve(request("a", usd(1))));
        assertThat(held(ledger.reserve(request("settled", usd(1)))).fresh()).isFalse();
        pass(Duration.ofDays(2));
        held(ledger.reserve(request("b", usd(1))));
        assertThat(held(ledger.reserve(request("settled", usd(1)))).fresh()).isTrue();
        assertThat(held(ledger.reserve(request("open", usd(1)))).fresh()).isFalse();
    }

    @Test
    void does_not_forget_a_released_key_that_was_held_anew() {
        held(ledger.reserve(request("a", usd(1))));
        ledger.release("a");
        held(ledger.reserve(request("a", usd(1))));
        held(ledger.reserve(request("b", usd(1))));
        ledger.release("b");
        ledger.unknown("b");
        pass(Duration.ofDays(40));
        held(ledger.reserve(request("c", usd(1))));
        assertThat(held(ledger.reserve(request("a", usd(1)))).fresh()).isFalse();
        assertThat(held(ledger.reserve(request("b", usd(1)))).fresh()).isFalse();
    }

    @Test
    void forgets_windows_long_closed_and_runs_long_idle() {
        Instant at = NOON;
        for (int minute = 0; minute < 90 * 24; minute++) {
            held(ledger.reserve(inRun("k" + minute, "run" + minute, at)));
            ledger.settle("k" + minute, null);
            at = at.plusSeconds(3_600);
            pass(Duration.ofHours(1));
        }
        // 100 holds, 32 days of runs, days and weeks, 2 days of hours and minutes
        assertThat(ledger.size()).isLessThan(100 + 33 * 24 + 33 + 7 + 3 + 100 + 10);
    }

    @Test
    void keeps_a_run_with_an_unknown_outcome_however_long_ago() {
        Cap cap = cap(usd(1), Window.RUN);
        held(ledger.reserve(inRun("a", "old", NOON, cap)));
        ledger.unknown("a");
        pass(Duration.ofDays(100));
        Instant later = NOON.plusSeconds(100 * 86_400);
        held(ledger.reserve(inRun("b", "new", later)));
        exhausted(ledger.reserve(inRun("c", "old", later, cap)));
    }

    @Test
    void does_not_refill_a_window_when_the_clock_jumped_ahead_and_came_back() {
        Cap cap = cap(usd(1), Window.DAY);
        held(ledger.reserve(at(NOON, "a", usd(1), cap)));
        held(ledger.reserve(at(NOON.plusSeconds(400L * 86_400), "b", usd(1), cap)));
        pass(Duration.ofMinutes(5));
        exhausted(ledger.reserve(at(NOON, "c", usd(1), cap)));
    }

    @Test
    void refuses_to_count_in_a_window_it_has_forgotten() {
        Cap cap = cap(usd(1), Window.MINUTE);
        held(ledger.reserve(at(NOON, "a", usd(1), cap)));
        pass(Duration.ofDays(3));
        held(ledger.reserve(at(NOON.plusSeconds(3 * 86_400), "b", usd(1), cap)));
        assertThat(ledger.reserve(at(NOON, "c", usd(1), cap)))
                .isInstanceOfSatisfying(
                        Reservation.Unavailable.class,
                        refused -> assertThat(refused.why()).contains("`2026-11-22T17:00:00Z`"));
        assertThat(held(ledger.reserve(at(NOON, "a", usd(1), cap))).fresh()).isFalse();
    }
}
