// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger must do. A backend's own test extends it and makes an empty ledger. */
abstract class LedgerContract {

    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    static final Instant NOON = Instant.parse("2026-11-22T17:00:00Z");
    static final String BILLING = "billing";

    private final List<Ledger> opened = new ArrayList<>();

    /** An empty ledger whose windows begin in {@code zone}. */
    abstract Ledger empty(ZoneId zone);

    private Ledger ledger() {
        return ledger(NEW_YORK);
    }

    private Ledger ledger(ZoneId zone) {
        Ledger ledger = empty(zone);
        opened.add(ledger);
        return ledger;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Ledger::close);
    }

    static Money usd(long units) {
        return new Money(units * 1_000_000, "usd");
    }

    static Money eur(long units) {
        return new Money(units * 1_000_000, "eur");
    }

    static Cap cap(Money limit, Window window) {
        return new Cap.OfMoney(limit, window);
    }

    static Cap calls(long limit, Window window) {
        return new Cap.OfCalls(limit, window);
    }

    static HoldRequest request(String key, @Nullable Money amount, Cap... caps) {
        return at(NOON, key, amount, caps);
    }

    static HoldRequest at(Instant at, String key, @Nullable Money amount, Cap... caps) {
        return new HoldRequest(key, BILLING, "run-1", at, amount, List.of(caps));
    }

    static Reservation.Held held(Reservation reservation) {
        assertThat(reservation).isInstanceOf(Reservation.Held.class);
        return (Reservation.Held) reservation;
    }

    static Reservation.Balance exhausted(Reservation reservation) {
        assertThat(reservation).isInstanceOf(Reservation.Exhausted.class);
        return ((Reservation.Exhausted) reservation).balance();
    }

    static Reservation.Balance only(Reservation reservation) {
        assertThat(held(reservation).balances()).hasSize(1);
        return held(reservation).balances().get(0);
    }

    static long units(long micros) {
        return micros / 1_000_000;
    }

    static void stands(Reservation.Balance balance, long spent, long held) {
        assertThat(List.of(units(balance.spent()), units(balance.held()))).isEqualTo(List.of(spent, held));
    }

    /** Where {@code cap} stands at {@code at}, seen by a hold of nothing that is released again. */
    static Reservation.Balance look(Ledger ledger, Instant at, Cap cap) {
        Reservation.Balance balance = only(ledger.reserve(at(at, "look", null, cap)));
        ledger.release("look");
        return balance;
    }

    // Caps

    @ParameterizedTest
    @EnumSource(Window.class)
    void fills_a_cap_to_the_last_millionth_and_no_further(Window window) {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), window);
        assertThat(held(ledger.reserve(request("a", usd(10), cap))).fresh()).isTrue();
        ledger.release("a");
        Reservation.Balance full = exhausted(ledger.reserve(request("b", new Money(10_000_001, "usd"), cap)));
        assertThat(full.cap()).isEqualTo(cap);
        assertThat(full.limit()).isEqualTo(10_000_000);
        stands(full, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(value = Window.class, names = "CALL", mode = EnumSource.Mode.EXCLUDE)
    void adds_up_the_holds_of_one_window(Window window) {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), window);
        held(ledger.reserve(request("a", usd(6), cap)));
        stands(exhausted(ledger.reserve(request("b", usd(5), cap))), 0, 6);
        stands(only(ledger.reserve(request("c", usd(4), cap))), 0, 10);
    }

    @Test
    void does_not_add_up_what_separate_calls_cost() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.CALL);
        stands(only(ledger.reserve(request("a", usd(10), cap))), 0, 10);
        stands(only(ledger.reserve(request("b", usd(10), cap))), 0, 10);
    }

    @Test
    void counts_against_every_cap_or_against_none() {
        Ledger ledger = ledger();
        Cap day = cap(usd(100), Window.DAY);
        Cap run = cap(usd(10), Window.RUN);
        exhausted(ledger.reserve(request("a", usd(11), day, run)));
        stands(look(ledger, NOON, day), 0, 0);
        List<Reservation.Balance> balances =
                held(ledger.reserve(request("b", usd(9), day, run))).balances();
        assertThat(balances).extracting(Reservation.Balance::cap).containsExactly(day, run);
        stands(balances.get(0), 0, 9);
        stands(balances.get(1), 0, 9);
    }

    @Test
    void counts_in_every_window_whether_a_cap_asked_for_it_or_not() {
        Ledger ledger = ledger();
        held(ledger.reserve(request("a", usd(10))));
        for (Window window : Window.values()) {
            if (window != Window.CALL) {
                stands(exhausted(ledger.reserve(request("b", usd(1), cap(usd(10), window)))), 0, 10);
            }
        }
    }

    @Test
    void keeps_callers_and_runs_apart() {
        Ledger ledger = ledger();
        Cap day = cap(usd(10), Window.DAY);
        Cap run = cap(usd(5), Window.RUN);
        held(ledger.reserve(request("a", usd(5), day, run)));
        held(ledger.reserve(new HoldRequest("b", BILLING, "run-2", NOON, usd(5), List.of(day, run))));
        held(ledger.reserve(new HoldRequest("c", "refunds", "run-1", NOON, usd(5), List.of(day, run))));
        stands(
                exhausted(ledger.reserve(new HoldRequest("d", BILLING, "run-3", NOON, usd(1), List.of(day, run)))),
                0,
                10);
    }

    @Test
    void keeps_currencies_apart() {
        Ledger ledger = ledger();
        Cap dollars = cap(usd(10), Window.DAY);
        Cap euros = cap(eur(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), dollars, euros)));
        List<Reservation.Balance> balances =
                held(ledger.reserve(request("b", eur(4), dollars, euros))).balances();
        stands(balances.get(0), 0, 10);
        stands(balances.get(1), 0, 4);
    }

    @Test
    void refuses_a_currency_that_no_money_cap_covers() {
        Ledger ledger = ledger();
        Reservation refused = ledger.reserve(request("a", eur(1), cap(usd(10), Window.DAY), calls(9, Window.MINUTE)));
        assertThat(refused).isEqualTo(new Reservation.Uncovered(BILLING, "eur"));
        assertThat(look(ledger, NOON, calls(9, Window.MINUTE)).held()).isEqualTo(1);
    }

    @Test
    void allows_any_currency_to_a_caller_without_money_caps() {
        Ledger ledger = ledger();
        held(ledger.reserve(request("a", eur(1), calls(9, Window.MINUTE))));
        held(ledger.reserve(request("b", eur(1))));
    }

    @Test
    void does_not_ask_money_caps_about_a_call_that_moves_none() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        stands(only(ledger.reserve(request("b", null, cap))), 0, 10);
    }

    @Test
    void counts_calls_once_for_each_hold() {
        Ledger ledger = ledger();
        Cap cap = calls(2, Window.MINUTE);
        held(ledger.reserve(request("a", null, cap)));
        ledger.settle("a", null);
        assertThat(held(ledger.reserve(request("a", null, cap))).fresh()).isFalse();
        Reservation.Balance balance = only(ledger.reserve(request("b", usd(1), cap)));
        assertThat(List.of(balance.spent(), balance.held(), balance.limit())).containsExactly(1L, 1L, 2L);
        exhausted(ledger.reserve(request("c", null, cap)));
    }

    @Test
    void refuses_every_call_under_a_cap_of_none() {
        Ledger ledger = ledger();
        exhausted(ledger.reserve(request("a", null, calls(0, Window.DAY))));
        exhausted(ledger.reserve(request("b", null, calls(0, Window.CALL))));
        exhausted(ledger.reserve(request("c", usd(1), cap(usd(0), Window.CALL))));
    }

    @Test
    void takes_caps_as_each_request_brings_them() {
        Ledger ledger = ledger();
        held(ledger.reserve(request("a", usd(50), cap(usd(100), Window.DAY))));
        stands(exhausted(ledger.reserve(request("b", usd(1), cap(usd(40), Window.DAY)))), 0, 50);
        held(ledger.reserve(request("b", usd(1), cap(usd(60), Window.DAY))));
    }

    @Test
    void refuses_what_cannot_be_counted() {
        Ledger ledger = ledger();
        held(ledger.reserve(request("a", new Money(Long.MAX_VALUE - 5, "usd"))));
        assertThat(ledger.reserve(request("b", usd(1)))).isInstanceOf(Reservation.Unavailable.class);
        exhausted(ledger.reserve(request("b", usd(1), cap(new Money(Long.MAX_VALUE, "usd"), Window.DAY))));
        ledger.settle("a", new Money(Long.MAX_VALUE, "usd"));
        held(ledger.reserve(request("c", null)));
        ledger.settle("c", usd(7));
        // What went beyond all numbers must not come back by a correction.
        ledger.settle("c", usd(1));
        exhausted(ledger.reserve(request("d", usd(1), cap(new Money(Long.MAX_VALUE, "usd"), Window.DAY))));
    }

    @Test
    void takes_no_hold_of_less_than_nothing() {
        assertThatThrownBy(() -> request("a", new Money(-1, "usd"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request("", usd(1))).isInstanceOf(IllegalArgumentException.class);
    }

    // Several callers on the stack

    static Payer payer(String caller, String run, Cap... caps) {
        return new Payer(caller, run, List.of(caps));
    }

    static HoldRequest of(String key, @Nullable Money amount, Payer... payers) {
        return new HoldRequest(key, NOON, amount, List.of(payers));
    }

    /** As {@link #look}, of another caller. */
    static Reservation.Balance look(Ledger ledger, String caller, String run, Cap cap) {
        Reservation.Balance balance = only(ledger.reserve(of("look-" + caller, null, payer(caller, run, cap))));
        ledger.release("look-" + caller);
        return balance;
    }

    @Test
    void charges_every_caller_on_the_stack() {
        Ledger ledger = ledger();
        Cap inner = cap(usd(10), Window.DAY);
        Cap outer = cap(usd(20), Window.MONTH);
        List<Reservation.Balance> balances = held(ledger.reserve(
                        of("a", usd(6), payer(BILLING, "child", inner), payer("boss", "parent", outer))))
                .balances();
        assertThat(balances).extracting(Reservation.Balance::caller).containsExactly(BILLING, "boss");
        assertThat(balances).extracting(Reservation.Balance::cap).containsExactly(inner, outer);
        stands(look(ledger, BILLING, "child", inner), 0, 6);
        stands(look(ledger, "boss", "parent", outer), 0, 6);
        ledger.settle("a", usd(5));
        stands(look(ledger, BILLING, "child", inner), 5, 0);
        stands(look(ledger, "boss", "parent", outer), 5, 0);
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void counts_against_the_caps_of_all_callers_or_of_none(Window window) {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), window);
        Cap low = cap(usd(5), window);
        Reservation.Balance inner =
                exhausted(ledger.reserve(of("a", usd(6), payer(BILLING, "child", low), payer("boss", "parent", cap))));
        assertThat(List.of(inner.caller(), inner.cap())).containsExactly(BILLING, low);
        Reservation.Balance outer =
                exhausted(ledger.reserve(of("a", usd(6), payer(BILLING, "child", cap), payer("boss", "parent", low))));
        assertThat(List.of(outer.caller(), outer.cap())).containsExactly("boss", low);
        stands(look(ledger, BILLING, "child", cap), 0, 0);
        stands(look(ledger, "boss", "parent", cap), 0, 0);
    }

    @Test
    void counts_a_cap_per_run_in_the_run_of_its_own_caller() {
        Ledger ledger = ledger();
        Cap inner = cap(usd(10), Window.RUN);
        Cap outer = cap(usd(15), Window.RUN);
        held(ledger.reserve(of("a", usd(10), payer(BILLING, "child-1", inner), payer("boss", "parent", outer))));
        Reservation.Balance full = exhausted(
                ledger.reserve(of("b", usd(10), payer(BILLING, "child-2", inner), payer("boss", "parent", outer))));
        assertThat(full.caller()).isEqualTo("boss");
        held(ledger.reserve(of("b", usd(10), payer(BILLING, "child-2", inner), payer("boss", "other", outer))));
    }

    @Test
    void refuses_a_currency_that_the_money_caps_of_an_outer_caller_do_not_cover() {
        Ledger ledger = ledger();
        Cap euros = cap(eur(10), Window.DAY);
        assertThat(ledger.reserve(
                        of("a", eur(1), payer(BILLING, "r", euros), payer("boss", "r", cap(usd(9), Window.DAY)))))
                .isEqualTo(new Reservation.Uncovered("boss", "eur"));
        stands(look(ledger, BILLING, "r", euros), 0, 0);
        held(ledger.reserve(of("a", eur(1), payer(BILLING, "r", euros), payer("boss", "r"))));
    }

    @Test
    void frees_every_caller_on_the_stack() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        Cap few = calls(1, Window.DAY);
        held(ledger.reserve(of("a", usd(10), payer(BILLING, "r", cap), payer("boss", "r", cap, few))));
        exhausted(ledger.reserve(of("b", null, payer("boss", "r", few))));
        ledger.release("a");
        stands(look(ledger, BILLING, "r", cap), 0, 0);
        stands(look(ledger, "boss", "r", cap), 0, 0);
        held(ledger.reserve(of("b", null, payer("boss", "r", few))));
    }

    @Test
    void lets_those_pay_who_paid_first_when_a_key_is_repeated_by_others() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(of("a", usd(6), payer(BILLING, "r", cap), payer("boss", "r", cap))));
        Reservation.Held again =
                held(ledger.reserve(of("a", usd(6), payer(BILLING, "r", cap), payer("chief", "r", cap))));
        assertThat(again.fresh()).isFalse();
        assertThat(again.balances()).extracting(Reservation.Balance::caller).containsExactly(BILLING);
        stands(look(ledger, "chief", "r", cap), 0, 0);
        stands(look(ledger, "boss", "r", cap), 0, 6);
    }

    @Test
    void lets_others_pay_when_a_released_key_is_held_anew_by_them() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(of("a", usd(6), payer(BILLING, "r", cap), payer("boss", "r", cap))));
        ledger.release("a");
        held(ledger.reserve(of("a", usd(6), payer(BILLING, "r", cap), payer("chief", "r", cap))));
        ledger.settle("a", usd(5));
        stands(look(ledger, "boss", "r", cap), 0, 0);
        stands(look(ledger, "chief", "r", cap), 5, 0);
        stands(look(ledger, BILLING, "r", cap), 5, 0);
    }

    @Test
    void restores_what_every_caller_on_the_stack_holds() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(100), Window.DAY);
        HoldRequest a = of("a", usd(6), payer(BILLING, "child"), payer("boss", "parent"));
        HoldRequest b = of("b", usd(9), payer(BILLING, "child"), payer("chief", "parent"));
        for (int pass = 0; pass < 2; pass++) {
            ledger.restore(a, HoldState.HELD, null);
            ledger.restore(b, HoldState.HELD, null);
            ledger.restore(a, HoldState.SETTLED, usd(4));
            stands(look(ledger, BILLING, "child", cap), 4, 9);
            stands(look(ledger, "boss", "parent", cap), 4, 0);
            stands(look(ledger, "chief", "parent", cap), 0, 9);
        }
    }

    @Test
    void takes_no_hold_without_a_caller_or_with_one_twice() {
        assertThatThrownBy(() -> of("a", usd(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("a", usd(1), payer(BILLING, "r"), payer(BILLING, "s")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // The same key

    @Test
    void is_the_same_hold_under_the_same_key_whatever_became_of_it() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        Reservation.Held again = held(ledger.reserve(request("a", usd(10), cap)));
        assertThat(again.fresh()).isFalse();
        stands(again.balances().get(0), 0, 10);
        ledger.unknown("a");
        again = held(ledger.reserve(request("a", usd(10), cap)));
        assertThat(again.fresh()).isFalse();
        stands(again.balances().get(0), 10, 0);
        ledger.settle("a", usd(7));
        again = held(ledger.reserve(request("a", usd(10), cap)));
        assertThat(again.fresh()).isFalse();
        stands(again.balances().get(0), 7, 0);
    }

    @Test
    void asks_the_caps_again_when_a_released_key_is_held_anew() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        ledger.release("a");
        held(ledger.reserve(request("b", usd(5), cap)));
        stands(exhausted(ledger.reserve(request("a", usd(6), cap))), 0, 5);
        assertThat(held(ledger.reserve(request("a", usd(5), cap))).fresh()).isTrue();
    }

    @Test
    void counts_a_released_key_in_the_windows_in_which_it_is_held_anew() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.MINUTE);
        Instant later = NOON.plusSeconds(60);
        held(ledger.reserve(at(NOON, "a", usd(10), cap)));
        ledger.release("a");
        held(ledger.reserve(at(later, "a", usd(10), cap)));
        stands(look(ledger, NOON, cap), 0, 0);
        stands(look(ledger, later, cap), 0, 10);
    }

    @ParameterizedTest
    @EnumSource(value = HoldState.class, names = "RELEASED", mode = EnumSource.Mode.EXCLUDE)
    void refuses_more_money_under_a_known_key(HoldState state) {
        Ledger ledger = ledger();
        Cap cap = cap(usd(100), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        if (state == HoldState.SETTLED) {
            ledger.settle("a", usd(7));
        } else if (state == HoldState.UNKNOWN) {
            ledger.unknown("a");
        }
        assertThat(ledger.reserve(request("a", usd(11), cap)))
                .isEqualTo(new Reservation.Mismatch("the key already stands for 10.00 USD"));
        assertThat(ledger.reserve(request("a", eur(1)))).isInstanceOf(Reservation.Mismatch.class);
        assertThat(held(ledger.reserve(request("a", usd(9), cap))).fresh()).isFalse();
        held(ledger.reserve(request("b", null, cap)));
        assertThat(ledger.reserve(request("b", usd(1), cap))).isInstanceOf(Reservation.Mismatch.class);
    }

    @Test
    void refuses_a_key_that_stands_for_a_call_of_another_caller() {
        Ledger ledger = ledger();
        held(ledger.reserve(request("a", usd(10))));
        HoldRequest other = new HoldRequest("a", "refunds", "run-9", NOON, usd(10), List.of());
        assertThat(ledger.reserve(other)).isInstanceOf(Reservation.Mismatch.class);
    }

    // Outcomes

    @Test
    void settles_with_what_was_moved() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        ledger.settle("a", usd(4));
        stands(look(ledger, NOON, cap), 4, 0);
        ledger.settle("a", usd(4));
        ledger.settle("a", null);
        stands(look(ledger, NOON, cap), 4, 0);
        held(ledger.reserve(request("b", usd(6), cap)));
        ledger.settle("b", null);
        stands(look(ledger, NOON, cap), 10, 0);
    }

    @Test
    void counts_in_full_what_was_moved_beyond_what_was_held() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(1), cap)));
        ledger.settle("a", usd(25));
        stands(exhausted(ledger.reserve(request("b", usd(1), cap))), 25, 0);
        assertThat(held(ledger.reserve(request("a", usd(25), cap))).fresh()).isFalse();
    }

    @Test
    void charges_both_currencies_when_another_was_moved_than_was_held() {
        Ledger ledger = ledger();
        held(ledger.reserve(request("a", usd(5))));
        ledger.settle("a", eur(9));
        stands(look(ledger, NOON, cap(usd(10), Window.DAY)), 5, 0);
        stands(look(ledger, NOON, cap(eur(10), Window.DAY)), 9, 0);
        ledger.settle("a", eur(8));
        stands(look(ledger, NOON, cap(eur(10), Window.DAY)), 8, 0);
        held(ledger.reserve(request("b", null)));
        ledger.settle("b", eur(1));
        stands(look(ledger, NOON, cap(eur(10), Window.DAY)), 9, 0);
    }

    @Test
    void does_not_believe_that_less_than_nothing_was_moved() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(5))));
        ledger.settle("a", new Money(-7_000_000, "usd"));
        stands(look(ledger, NOON, cap), 5, 0);
    }

    @Test
    void frees_what_is_released() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        ledger.release("a");
        ledger.release("a");
        stands(look(ledger, NOON, cap), 0, 0);
    }

    @Test
    void keeps_an_unknown_outcome_charged_until_it_is_known() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        ledger.unknown("a");
        ledger.unknown("a");
        stands(exhausted(ledger.reserve(request("b", usd(1), cap))), 10, 0);
        ledger.settle("a", usd(6));
        stands(look(ledger, NOON, cap), 6, 0);
        held(ledger.reserve(request("c", usd(4), cap)));
        ledger.unknown("c");
        ledger.release("c");
        stands(look(ledger, NOON, cap), 6, 0);
    }

    @Test
    void lets_nothing_undo_a_settlement() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        ledger.settle("a", usd(9));
        ledger.unknown("a");
        ledger.release("a");
        stands(look(ledger, NOON, cap), 9, 0);
    }

    @Test
    void counts_a_settlement_that_comes_after_the_release() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        ledger.release("a");
        ledger.settle("a", usd(8));
        stands(look(ledger, NOON, cap), 8, 0);
    }

    @Test
    void charges_a_released_hold_again_when_its_outcome_turns_out_unknown() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(request("a", usd(10), cap)));
        ledger.release("a");
        ledger.unknown("a");
        stands(look(ledger, NOON, cap), 10, 0);
    }

    @Test
    void ignores_the_outcome_of_a_key_it_does_not_know() {
        Ledger ledger = ledger();
        ledger.settle("x", usd(1));
        ledger.release("x");
        ledger.unknown("x");
        stands(look(ledger, NOON, cap(usd(1), Window.MONTH)), 0, 0);
    }

    // Time

    @ParameterizedTest(name = "{0} in {1}: the window of {2} ends at {3}")
    @CsvSource({
        "MINUTE, America/New_York, 2026-11-22T17:00:59.999Z, 2026-11-22T17:01:00Z",
        "HOUR,   Asia/Kolkata,     2026-11-22T17:29:59Z,     2026-11-22T17:30:00Z",
        "DAY,    America/New_York, 2026-11-22T17:00:00Z,     2026-11-23T05:00:00Z",
        "WEEK,   America/New_York, 2026-11-22T17:00:00Z,     2026-11-23T05:00:00Z",
        "WEEK,   UTC,              2026-11-23T00:00:00Z,     2026-11-30T00:00:00Z",
        "MONTH,  America/New_York, 2026-11-22T17:00:00Z,     2026-12-01T05:00:00Z",
        "DAY,    America/New_York, 2026-03-08T05:00:00Z,     2026-03-09T04:00:00Z",
        "DAY,    America/New_York, 2026-11-01T04:00:00Z,     2026-11-02T05:00:00Z",
        "HOUR,   America/New_York, 2026-11-01T05:30:00Z,     2026-11-01T06:00:00Z",
        "HOUR,   America/New_York, 2026-11-01T06:30:00Z,     2026-11-01T07:00:00Z",
        "HOUR,   Australia/Lord_Howe, 2026-04-04T14:45:00Z,  2026-04-04T15:00:00Z",
        "HOUR,   Australia/Lord_Howe, 2026-04-04T15:15:00Z,  2026-04-04T15:30:00Z",
        "DAY,    America/Havana,   2026-11-01T04:30:00Z,     2026-11-02T05:00:00Z",
        "DAY,    America/Havana,   2026-11-01T05:30:00Z,     2026-11-02T05:00:00Z",
        "DAY,    Pacific/Apia,     2011-12-30T09:00:00Z,     2011-12-30T10:00:00Z",
        "DAY,    Pacific/Apia,     2011-12-30T10:00:00Z,     2011-12-31T10:00:00Z",
        "DAY,    America/St_Johns, 2006-10-29T02:31:00Z,     2006-10-30T03:30:00Z",
    })
    void ends_each_window_where_the_zone_ends_it(Window window, String zone, Instant at, Instant end) {
        Ledger ledger = ledger(ZoneId.of(zone));
        Cap cap = cap(usd(10), window);
        Reservation.Balance balance = only(ledger.reserve(at(at, "a", usd(10), cap)));
        assertThat(balance.resetsAt()).isEqualTo(end);
        exhausted(ledger.reserve(at(end.minusMillis(1), "b", usd(1), cap)));
        held(ledger.reserve(at(end, "c", usd(10), cap)));
    }

    @Test
    void says_no_end_of_windows_that_are_not_calendar_time() {
        Ledger ledger = ledger();
        assertThat(only(ledger.reserve(request("a", usd(1), cap(usd(1), Window.RUN))))
                        .resetsAt())
                .isNull();
        assertThat(only(ledger.reserve(request("b", usd(1), cap(usd(1), Window.CALL))))
                        .resetsAt())
                .isNull();
    }

    @Test
    void caps_a_run_across_midnight() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.RUN);
        held(ledger.reserve(at(NOON, "a", usd(6), cap)));
        stands(exhausted(ledger.reserve(at(NOON.plusSeconds(86_400), "b", usd(5), cap))), 0, 6);
    }

    @Test
    void finds_a_window_as_it_was_when_the_clock_is_set_back() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        held(ledger.reserve(at(NOON, "a", usd(10), cap)));
        held(ledger.reserve(at(NOON.plusSeconds(86_400), "b", usd(10), cap)));
        exhausted(ledger.reserve(at(NOON, "c", usd(1), cap)));
        exhausted(ledger.reserve(at(NOON.plusSeconds(86_400), "c", usd(1), cap)));
        held(ledger.reserve(at(NOON.minusSeconds(86_400), "c", usd(1), cap)));
    }

    @Test
    void settles_in_the_windows_of_the_hold_and_not_of_the_answer() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.MINUTE);
        Instant later = NOON.plusSeconds(60);
        held(ledger.reserve(at(NOON, "a", usd(10), cap)));
        held(ledger.reserve(at(later, "b", usd(1), cap)));
        ledger.settle("a", usd(9));
        stands(look(ledger, NOON, cap), 9, 0);
        stands(look(ledger, later, cap), 0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void refuses_a_time_that_no_calendar_has(Instant at) {
        assertThat(ledger().reserve(at(at, "a", usd(1)))).isInstanceOf(Reservation.Unavailable.class);
    }

    // Restoring

    @Test
    void restores_holds_without_asking_any_cap() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.DAY);
        ledger.restore(request("a", usd(6), cap), HoldState.HELD, null);
        ledger.restore(request("b", usd(6), cap), HoldState.HELD, null);
        ledger.restore(request("b", usd(6), cap), HoldState.SETTLED, usd(5));
        ledger.restore(request("c", usd(6), cap), HoldState.UNKNOWN, null);
        ledger.restore(request("d", usd(6), cap), HoldState.RELEASED, null);
        ledger.restore(request("e", usd(6), cap), HoldState.SETTLED, null);
        stands(exhausted(ledger.reserve(request("f", usd(1), cap))), 17, 6);
        assertThat(held(ledger.reserve(request("a", usd(6), cap))).fresh()).isFalse();
    }

    @Test
    void restores_a_released_key_that_was_held_anew_at_its_new_time() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(10), Window.MINUTE);
        Instant later = NOON.plusSeconds(60);
        for (int pass = 0; pass < 2; pass++) {
            ledger.restore(at(NOON, "a", usd(6)), HoldState.HELD, null);
            ledger.restore(at(NOON, "a", usd(6)), HoldState.RELEASED, null);
            ledger.restore(at(later, "a", usd(6)), HoldState.HELD, null);
            stands(look(ledger, NOON, cap), 0, 0);
            stands(look(ledger, later, cap), 0, 6);
        }
    }

    @Test
    void believes_a_journal_that_has_more_under_one_key() {
        Ledger ledger = ledger();
        Cap cap = cap(usd(100), Window.DAY);
        ledger.restore(request("a", usd(6)), HoldState.HELD, null);
        ledger.restore(request("a", usd(9)), HoldState.HELD, null);
        stands(look(ledger, NOON, cap), 0, 9);
        ledger.restore(request("a", usd(9)), HoldState.SETTLED, usd(3));
        ledger.restore(request("a", usd(20)), HoldState.HELD, null);
        stands(look(ledger, NOON, cap), 3, 0);
    }

    // Ends and threads

    // Shown

    private static Standing standing(Ledger ledger, Instant at, Payer... payers) {
        return Objects.requireNonNull(ledger.standing(List.of(payers), at));
    }

    @Test
    void shows_the_numbers_that_decide_and_counts_nothing_by_it() {
        Ledger ledger = ledger();
        Cap[] caps = {
            cap(usd(100), Window.DAY),
            cap(usd(90), Window.CALL),
            calls(9, Window.MONTH),
            cap(usd(95), Window.RUN),
            cap(eur(7), Window.WEEK),
            calls(8, Window.MINUTE),
            cap(usd(99), Window.HOUR)
        };
        Payer payer = new Payer(BILLING, "run-1", List.of(caps));
        Standing fresh = standing(ledger, NOON, payer);
        assertThat(fresh.balances())
                .extracting(Reservation.Balance::cap)
                .containsExactly(caps[0], caps[2], caps[4], caps[5], caps[6]);
        assertThat(fresh.balances()).allSatisfy(each -> stands(each, 0, 0));
        assertThat(List.of(fresh.held(), fresh.unknown())).containsExactly(0L, 0L);

        for (String key : List.of("settled", "unknown", "released", "held")) {
            held(ledger.reserve(request(key, usd(10), caps)));
        }
        ledger.settle("settled", usd(7));
        ledger.unknown("unknown");
        ledger.release("released");
        Reservation.Held last = held(ledger.reserve(request("last", usd(1), caps)));

        Standing shown = standing(ledger, NOON, payer);
        assertThat(shown.balances())
                .containsExactlyElementsOf(last.balances().stream()
                        .filter(each -> each.cap().window().isCalendar())
                        .toList());
        stands(shown.balances().get(0), 17, 11);
        assertThat(List.of(shown.held(), shown.unknown())).containsExactly(2L, 1L);
        assertThat(standing(ledger, NOON, payer)).isEqualTo(shown);
        assertThat(held(ledger.reserve(request("last", usd(1), caps))).balances())
                .as("nothing was counted")
                .isEqualTo(last.balances());
    }

    @Test
    void shows_every_payer_and_the_windows_of_the_time_asked_about() {
        Ledger ledger = ledger();
        Payer inner = new Payer(BILLING, "run-1", List.of(cap(usd(100), Window.DAY)));
        Payer outer = new Payer("support", "run-2", List.of(cap(usd(50), Window.DAY), calls(5, Window.MONTH)));
        Payer other = new Payer("nobody", "", List.of(calls(3, Window.HOUR)));
        held(ledger.reserve(new HoldRequest("a", NOON, usd(4), List.of(inner, outer))));

        List<Reservation.Balance> now =
                standing(ledger, NOON, inner, outer, other).balances();
        assertThat(now)
                .extracting(Reservation.Balance::caller)
                .containsExactly(BILLING, "support", "support", "nobody");
        assertThat(now).extracting(Reservation.Balance::held).containsExactly(4_000_000L, 4_000_000L, 1L, 0L);
        Instant tomorrow = NOON.plusSeconds(86_400);
        assertThat(standing(ledger, tomorrow, inner, outer, other).balances())
                .extracting(Reservation.Balance::held)
                .containsExactly(0L, 0L, 1L, 0L);
    }

    @Test
    void shows_how_many_holds_are_open_whatever_became_of_them_before() {
        Ledger ledger = ledger();
        HoldRequest one = request("one", usd(1));
        held(ledger.reserve(one));
        ledger.release("one");
        held(ledger.reserve(one));
        held(ledger.reserve(one));
        assertThat(standing(ledger, NOON).held()).isEqualTo(1);
        ledger.unknown("one");
        ledger.unknown("one");
        assertThat(List.of(standing(ledger, NOON).held(), standing(ledger, NOON).unknown()))
                .containsExactly(0L, 1L);
        ledger.settle("one", usd(1));
        ledger.unknown("one");
        assertThat(List.of(standing(ledger, NOON).held(), standing(ledger, NOON).unknown()))
                .containsExactly(0L, 0L);
        for (int i = 0; i < 2; i++) {
            ledger.restore(request("two", usd(1)), HoldState.HELD, null);
            ledger.restore(request("three", usd(1)), HoldState.UNKNOWN, null);
            assertThat(List.of(
                            standing(ledger, NOON).held(),
                            standing(ledger, NOON).unknown()))
                    .as("restored %d times", i + 1)
                    .containsExactly(1L, 1L);
        }
        ledger.restore(request("two", usd(1)), HoldState.RELEASED, null);
        ledger.restore(request("three", usd(1)), HoldState.SETTLED, usd(2));
        assertThat(List.of(standing(ledger, NOON).held(), standing(ledger, NOON).unknown()))
                .containsExactly(0L, 0L);
    }

    @Test
    void refuses_everything_once_it_is_closed() {
        Ledger ledger = ledger();
        ledger.close();
        assertThat(ledger.reserve(request("a", usd(1)))).isInstanceOf(Reservation.Unavailable.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void never_exceeds_a_cap_with_64_threads_against_it(long seed) throws Exception {
        Hammer.run(ledger(), seed);
    }

    @Test
    void neither_waits_for_ever_nor_miscounts_when_callers_stand_on_the_stack_in_every_order() throws Exception {
        Ledger ledger = ledger();
        List<String> names = List.of("a", "b", "c", "d");
        int threads = 16;
        int calls = 200;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                all.add(pool.submit(() -> {
                    Random random = new Random(20261122L + thread);
                    start.await();
                    for (int call = 0; call < calls; call++) {
                        List<String> stack = new ArrayList<>(names);
                        Collections.shuffle(stack, random);
                        List<Payer> payers = new ArrayList<>();
                        stack.forEach(name -> payers.add(payer(name, "r", cap(usd(1_000_000), Window.DAY))));
                        String key = thread + "-" + call;
                        held(ledger.reserve(new HoldRequest(key, NOON, usd(1), payers)));
                        if (random.nextBoolean()) {
                            ledger.release(key);
                            held(ledger.reserve(new HoldRequest(key, NOON, usd(1), payers)));
                        }
                        ledger.settle(key, null);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        for (String name : names) {
            stands(look(ledger, name, "r", cap(usd(1_000_000), Window.DAY)), threads * calls, 0);
        }
    }

    @Test
    void makes_one_hold_of_one_key_reserved_by_64_threads() throws Exception {
        Ledger ledger = ledger();
        AtomicInteger fresh = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    for (int key = 0; key < 50; key++) {
                        if (held(ledger.reserve(request("k" + key, usd(1)))).fresh()) {
                            fresh.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fresh).hasValue(50);
        stands(look(ledger, NOON, cap(usd(50), Window.DAY)), 0, 50);
    }
}
