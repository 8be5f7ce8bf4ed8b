// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.EntryBuilder;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a summary counts, on records made by hand. */
final class SummaryTest {

    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final Path STATE = Path.of("state");

    private final Summary summary = new Summary(new Asked(STATE, null, null, null));
    private long sequence;

    private void take(Summary into, EntryBuilder entry) {
        sequence++;
        into.accept(new Recorded(sequence, "", "", entry.build()));
    }

    private void admitted(Summary into, String call, String key, long units, int minute) {
        take(into, entry(Kind.ADMITTED, call, key, units, minute).decision("allowed"));
    }

    private void outcome(Summary into, String call, String key, @Nullable Long units, String decision) {
        EntryBuilder entry = entry(Kind.SETTLED, call, key, units, 90).decision(decision);
        take(into, entry);
    }

    private static EntryBuilder entry(Kind kind, String call, @Nullable String key, @Nullable Long units, int minute) {
        return Entry.at(NOON.plusSeconds(60L * minute), kind)
                .call(call)
                .caller("billing")
                .run("run_1")
                .attempt(1)
                .operation("POST /v1/charges")
                .amount(units == null ? null : new Money(units * 1_000_000, "usd"))
                .key(key);
    }

    private Meter.Sum told(String caller, String unit) {
        return Objects.requireNonNull(summary.spending.find(caller, unit)).told();
    }

    @Test
    void counts_what_was_moved_once_it_is_known_and_what_is_held_until_then() {
        admitted(summary, "a", "k1", 30, 0);
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(0, 30_000_000));
        outcome(summary, "a", "k1", 20L, "settled");
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(20_000_000, 0));
        assertThat(told("billing", Spending.CALLS)).isEqualTo(new Meter.Sum(1, 0));
    }

    @Test
    void counts_nothing_of_what_was_released_and_only_the_call_of_what_the_vendor_refused() {
        admitted(summary, "a", "k1", 30, 0);
        outcome(summary, "a", "k1", 30L, "released");
        admitted(summary, "b", "k2", 30, 0);
        outcome(summary, "b", "k2", 30L, "refused");
        assertThat(told("billing", "usd")).isEqualTo(Meter.Sum.NOTHING);
        assertThat(told("billing", Spending.CALLS)).isEqualTo(new Meter.Sum(1, 0));
    }

    @Test
    void keeps_an_unknown_outcome_charged_and_lists_it() {
        admitted(summary, "a", "k1", 30, 0);
        outcome(summary, "a", "k1", 30L, "unknown");
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(0, 30_000_000));
        assertThat(summary.holds.doubtful()).extracting(hold -> hold.state).containsExactly(Hold.State.UNKNOWN);
    }

    @Test
    void settles_what_a_reconciliation_found_out_and_does_not_take_it_for_a_repeat() {
        admitted(summary, "a", "k1", 30, 0);
        outcome(summary, "a", "k1", 30L, "unknown");
        admitted(summary, "reconcile_1", "k1", 30, 60);
        outcome(summary, "reconcile_1", "k1", 30L, "settled");
        admitted(summary, "b", "k2", 20, 0);
        outcome(summary, "b", "k2", 20L, "unknown");
        admitted(summary, "reconcile_2", "k2", 20, 60);
        outcome(summary, "reconcile_2", "k2", 20L, "refused");
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(30_000_000, 0));
        assertThat(summary.holds.doubtful()).isEmpty();
        assertThat(summary.runs.repeated()).isEmpty();
        assertThat(summary.activity.total(Activity.Fate.ADMITTED)).isEqualTo(2);
    }

    @Test
    void counts_a_repeat_under_a_known_key_once_and_says_what_it_would_have_cost() {
        admitted(summary, "a", "k1", 30, 0);
        outcome(summary, "a", "k1", 30L, "settled");
        admitted(summary, "b", "k1", 30, 1);
        outcome(summary, "b", "k1", null, "settled");
        outcome(summary, "c", "k1", null, "replayed");
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(30_000_000, 0));
        List<Run> repeated = summary.runs.repeated();
        assertThat(repeated).hasSize(1);
        assertThat(repeated.get(0).repeats).isEqualTo(2);
        assertThat(repeated.get(0).spared).containsExactly(Map.entry("usd", 60_000_000L));
    }

    @Test
    void does_not_call_spared_what_was_tried_again_because_nothing_had_moved() {
        admitted(summary, "a", "k1", 30, 0);
        outcome(summary, "a", "k1", 30L, "released");
        admitted(summary, "b", "k1", 30, 1);
        outcome(summary, "b", "k1", 30L, "settled");
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(30_000_000, 0));
        assertThat(summary.runs.repeated()).isEmpty();
    }

    @Test
    void keeps_what_another_call_under_the_key_holds_when_one_is_released() {
        admitted(summary, "a", "k1", 30, 0);
        admitted(summary, "b", "k1", 30, 0);
        outcome(summary, "a", "k1", 30L, "released");
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(0, 30_000_000));
        outcome(summary, "b", "k1", 30L, "settled");
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(30_000_000, 0));
    }

    @Test
    void charges_the_callers_around_a_caller_too_but_counts_the_money_once_in_all() {
        take(
                summary,
                entry(Kind.ADMITTED, "a", "k1", 30L, 0)
                        .decision("allowed")
                        .outer(List.of(new Entry.Outer("boss", "r0"), new Entry.Outer("boss", "r00"))));
        outcome(summary, "a", "k1", 30L, "settled");
        assertThat(told("boss", "usd")).isEqualTo(new Meter.Sum(30_000_000, 0));
        assertThat(summary.spending.totals()).containsExactly(Map.entry("usd", new Meter.Sum(30_000_000, 0)));
    }

    @Test
    void fills_a_window_with_what_was_before_the_range_and_tells_only_of_the_range() {
        Summary late = new Summary(new Asked(STATE, null, NOON.plusSeconds(600), NOON.plusSeconds(1_200)));
        admitted(late, "a", "k1", 30, 0);
        admitted(late, "b", "k2", 20, 15);
        admitted(late, "c", "k3", 10, 30);
        Meter meter = Objects.requireNonNull(late.spending.find("billing", "usd"));
        assertThat(meter.told().total()).isEqualTo(20_000_000);
        assertThat(meter.windows(Span.DAY, NOON.plusSeconds(600).getEpochSecond(), ZoneOffset.UTC)
                        .values())
                .containsExactly(new Meter.Sum(0, 50_000_000));
        assertThat(late.latest.count()).isEqualTo(1);
    }

    @Test
    void counts_merged_refusals_with_all_they_stand_for_and_by_the_cap_that_was_reached() {
        for (int count : new int[] {1, 1, 1, 9_997}) {
            take(
                    summary,
                    entry(Kind.REFUSED, "a", null, 30L, 0)
                            .decision("refused")
                            .reason("bursar_cap_reached")
                            .balance("500.00 USD per day", "boss", 500_000_000, 0, 500_000_000)
                            .count(count));
        }
        assertThat(summary.refusals.total()).isEqualTo(10_000);
        assertThat(summary.refusals.of("boss", "500.00 USD per day")).isEqualTo(10_000);
        assertThat(summary.refusals.of("billing", "500.00 USD per day")).isZero();
        assertThat(summary.activity.total(Activity.Fate.REFUSED)).isEqualTo(10_000);
    }

    @Test
    void forgets_what_is_long_over_so_that_a_long_journal_needs_no_more_memory() {
        for (int i = 0; i < 120_000; i++) {
            String key = "k" + i;
            admitted(summary, key, key, 1, i);
            take(summary, entry(Kind.SETTLED, key, key, 1L, i).decision("settled"));
        }
        assertThat(summary.holds.size()).isLessThan(60_000);
        assertThat(told("billing", "usd")).isEqualTo(new Meter.Sum(120_000_000_000L, 0));
    }

    @Test
    void finds_windows_of_the_policys_zone_on_days_of_23_and_25_hours() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        long longDay = Span.DAY.floor(Instant.parse("2026-10-25T12:00:00Z").getEpochSecond(), berlin);
        assertThat(Instant.ofEpochSecond(longDay)).isEqualTo("2026-10-24T22:00:00Z");
        assertThat(Span.DAY.next(longDay, berlin) - longDay).isEqualTo(25 * 3_600);
        long shortDay = Span.DAY.floor(Instant.parse("2026-03-29T12:00:00Z").getEpochSecond(), berlin);
        assertThat(Span.DAY.next(shortDay, berlin) - shortDay).isEqualTo(23 * 3_600);
        assertThat(Instant.ofEpochSecond(Span.WEEK.floor(shortDay, berlin))).isEqualTo("2026-03-22T23:00:00Z");
        assertThat(Instant.ofEpochSecond(Span.HOUR.floor(
                        Instant.parse("2026-11-02T12:40:00Z").getEpochSecond(), ZoneId.of("Asia/Kolkata"))))
                .isEqualTo("2026-11-02T12:30:00Z");
    }

    @Test
    void draws_few_bars_however_wide_the_range_and_however_wrong_a_clock() {
        for (long width : new long[] {0, 60, 86_400, 40 * 86_400L, 400 * 86_400L, 40_000 * 86_400L}) {
            Timeline timeline = Timeline.over(1_000_000_000L - width, 1_000_000_000L, Span.MINUTE, ZoneOffset.UTC);
            assertThat(timeline.starts()).hasSizeBetween(1, 75);
            assertThat(timeline.index(1_000_000_000L, ZoneOffset.UTC))
                    .isEqualTo(timeline.starts().size() - 1);
        }
        assertThat(Timeline.over(-60_000_000_000L, 1_000_000_000L, Span.MINUTE, ZoneOffset.UTC)
                        .cut())
                .isTrue();
    }

    @Test
    void reads_caps_as_records_have_them_and_leaves_out_what_is_none() {
        assertThat(Caps.parse("a", "200.00 USD per day"))
                .hasValueSatisfying(line -> assertThat(line.limit()).isEqualTo(200_000_000));
        assertThat(Caps.parse("a", "30 calls per minute"))
                .hasValueSatisfying(line -> assertThat(line.unit()).isEqualTo(Spending.CALLS));
        assertThat(Caps.parse("a", "much USD per day")).isEmpty();
        assertThat(Caps.parse("a", "1.5 calls per day")).isEmpty();
        assertThat(Caps.parse("a", "5.00 USD per blue moon")).isEmpty();
        assertThat(Caps.parse("a", "5.00 USD per decade")).isEmpty();
    }

    @Test
    void shows_values_the_same_everywhere_and_texts_that_cannot_pretend() {
        assertThat(Shown.money(1_234_567_890_000L, "usd")).isEqualTo("1,234,567.89 USD");
        assertThat(Shown.money(-1_000_000_000L, "jpy")).isEqualTo("-1,000 JPY");
        assertThat(Shown.money(999_000_000L, "usd")).isEqualTo("999.00 USD");
        assertThat(Shown.text("a\u202Eb\u0000c\ud800")).isEqualTo("a?b?c?");
        assertThat(Shown.text("\ud83d\ude00".repeat(500))).hasSize(481).endsWith("\u2026");
    }
}
