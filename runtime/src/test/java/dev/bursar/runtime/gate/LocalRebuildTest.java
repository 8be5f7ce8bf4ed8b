// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Replay.Step;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.Payer;
import dev.bursar.runtime.ledger.Reservation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rebuilt from a snapshot and the rest is what is rebuilt from everything. */
final class LocalRebuildTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final String[] DECISIONS = {"settled", "settled", "settled", "refused", "released", "unknown"};

    /** A journal: its records, and {@code null} where a directory ends. */
    private static List<@Nullable Step> journal(Random random) {
        List<@Nullable Step> steps = new ArrayList<>();
        List<Step> open = new ArrayList<>();
        Instant time = Instant.parse("2026-01-30T04:00:00Z");
        long sequence = 0;
        int calls = 0;
        for (int i = 0; i < 600; i++) {
            time = time.plusSeconds(
                    switch (random.nextInt(12)) {
                        case 0 -> random.nextInt(86_400 * 9);
                        case 1 -> -random.nextInt(86_400 * 3);
                        default -> random.nextInt(4_000);
                    });
            sequence++;
            int what = random.nextInt(10);
            if (what < 5) {
                Step admitted = admitted(random, sequence, time, "call-" + ++calls);
                open.add(admitted);
                steps.add(admitted);
            } else if (what < 9 && !open.isEmpty()) {
                steps.add(settled(random, sequence, time, open.remove(random.nextInt(open.size()))));
            } else {
                steps.add(new Step(
                        sequence, time, Kind.POLICY, null, null, null, null, null, null, null, null, List.of()));
            }
            if (random.nextInt(25) == 0) {
                steps.add(null);
            }
        }
        return steps;
    }

    private static Step admitted(Random random, long sequence, Instant time, String call) {
        String caller = "caller-" + random.nextInt(4);
        List<Entry.Outer> outer = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            outer.add(new Entry.Outer("outer-" + i, "run-" + random.nextInt(20)));
        }
        Money amount = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> new Money(random.nextInt(90), "eur");
            default -> new Money(random.nextInt(1_000_000), "usd");
        };
        String key = random.nextInt(5) == 0 ? null : "key-" + random.nextInt(80) + caller;
        return new Step(
                sequence,
                time,
                Kind.ADMITTED,
                call,
                caller,
                "run-" + random.nextInt(20),
                "allowed",
                amount,
                key,
                random.nextBoolean() ? "body" : null,
                null,
                outer);
    }

    private static Step settled(Random random, long sequence, Instant time, Step first) {
        Money amount = first.amount();
        Money moved = random.nextInt(3) == 0
                ? null
                : new Money(random.nextInt(500_000), amount == null ? "gbp" : amount.currency());
        String object = random.nextBoolean() ? "ch_" + sequence : null;
        String decision = DECISIONS[random.nextInt(DECISIONS.length)];
        return new Step(
                sequence,
                time,
                Kind.SETTLED,
                first.call(),
                first.caller(),
                first.run(),
                decision,
                moved,
                first.key(),
                null,
                object,
                List.of());
    }

    private static LocalRebuild fresh() {
        return new LocalRebuild(NEW_YORK, 1_000);
    }

    private static void take(LocalRebuild rebuild, @Nullable Step step) {
        if (step == null) {
            rebuild.directoryEnded();
        } else {
            rebuild.accept(step);
        }
    }

    private static byte[] saved(LocalRebuild rebuild) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rebuild.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static LocalRebuild loaded(byte[] bytes) throws IOException {
        LocalRebuild rebuild = fresh();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        rebuild.load(in);
        assertThat(in.read()).isEqualTo(-1);
        return rebuild;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void is_the_same_from_any_snapshot_and_the_rest_as_from_everything(long seed) throws Exception {
        List<@Nullable Step> steps = journal(new Random(seed));
        LocalRebuild whole = fresh();
        List<byte[]> ends = new ArrayList<>();
        for (Step step : steps) {
            take(whole, step);
            if (step == null) {
                ends.add(saved(whole));
            }
        }
        byte[] last = saved(whole);
        assertThat(ends).hasSizeGreaterThan(3);

        int end = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) != null) {
                continue;
            }
            LocalRebuild resumed = loaded(ends.get(end));
            assertThat(saved(resumed)).as("taken up at %d", i).isEqualTo(ends.get(end));
            int later = end;
            for (int j = i + 1; j < steps.size(); j++) {
                take(resumed, steps.get(j));
                if (steps.get(j) == null) {
                    assertThat(saved(resumed)).as("from %d to %d", i, j).isEqualTo(ends.get(++later));
                }
            }
            assertThat(saved(resumed)).isEqualTo(last);
            assertThat(resumed.earliestOpen()).isEqualTo(whole.earliestOpen());
            end++;
        }
        sameDecisions(seed, whole, loaded(last), steps);
    }

    /** What it decides from then on, with every balance that it names. */
    private static void sameDecisions(long seed, LocalRebuild one, LocalRebuild other, List<@Nullable Step> steps) {
        Random random = new Random(-seed);
        List<Cap> caps = new ArrayList<>();
        for (Window window : Window.values()) {
            caps.add(new Cap.OfMoney(new Money(3_000_000, "usd"), window));
            caps.add(new Cap.OfMoney(new Money(400, "eur"), window));
        }
        for (int i = 0; i < 300; i++) {
            Step any = steps.get(random.nextInt(steps.size()));
            if (any == null) {
                continue;
            }
            HoldRequest request = new HoldRequest(
                    random.nextBoolean() ? "fresh-" + i : "key-" + random.nextInt(80) + "caller-1",
                    any.time(),
                    new Money(random.nextInt(200_000), "usd"),
                    List.of(
                            new Payer("caller-1", "run-" + random.nextInt(20), caps),
                            new Payer("outer-1", "run-1", caps)));
            assertThat(other.account().ledger().reserve(request))
                    .isEqualTo(one.account().ledger().reserve(request));
        }
    }

    @Test
    void refuses_a_snapshot_of_another_time_zone() throws Exception {
        byte[] bytes = saved(fresh());
        LocalRebuild utc = new LocalRebuild(ZoneOffset.UTC, 1_000);
        assertThatThrownBy(() -> utc.load(new DataInputStream(new ByteArrayInputStream(bytes))))
                .hasMessage("it is for the time zone `America/New_York`, and the policy says `Z`");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void refuses_a_snapshot_that_ends_early_and_takes_no_other_for_one(long seed) throws Exception {
        Random random = new Random(seed);
        LocalRebuild whole = fresh();
        journal(random).forEach(step -> take(whole, step));
        byte[] bytes = saved(whole);
        for (int i = 0; i < 200; i++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            assertThatThrownBy(() -> loaded(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void counts_what_was_spent_in_an_open_window_after_a_year() throws Exception {
        LocalRebuild rebuild = fresh();
        Random random = new Random(7);
        Instant start = Instant.parse("2026-01-01T12:00:00Z");
        for (int day = 0; day < 365; day++) {
            for (int i = 0; i < 20; i++) {
                long sequence = day * 40L + 2L * i + 1;
                Instant time = start.plusSeconds(day * 86_400L + i);
                Step admitted = new Step(
                        sequence,
                        time,
                        Kind.ADMITTED,
                        "call-" + sequence,
                        "billing",
                        "run-" + day,
                        "allowed",
                        new Money(1_000_000, "usd"),
                        "key-" + sequence,
                        "body",
                        null,
                        List.of());
                rebuild.accept(admitted);
                rebuild.accept(settled(random, sequence + 1, time, admitted));
            }
            rebuild.directoryEnded();
        }
        // some 33 days of twenty holds and keys, and not a year of them
        assertThat(saved(rebuild).length).isLessThan(400_000);
        Reservation reservation = rebuild.account()
                .ledger()
                .reserve(new HoldRequest(
                        "new",
                        "billing",
                        "run-new",
                        start.plusSeconds(364 * 86_400L + 60),
                        new Money(1, "usd"),
                        List.of(new Cap.OfCalls(5_000, Window.MONTH))));
        assertThat(reservation)
                .isInstanceOfSatisfying(
                        Reservation.Held.class,
                        held -> assertThat(held.balances().get(0).spent()).isBetween(500L, 31L * 20));
    }

    @Test
    void never_refills_a_window_that_it_has_forgotten() {
        LocalRebuild rebuild = fresh();
        Instant start = Instant.parse("2026-01-10T12:00:00Z");
        List<Cap> caps = List.of(new Cap.OfMoney(new Money(1_000_000, "usd"), Window.DAY));
        for (int i = 0; i < 2; i++) {
            Instant time = i == 0 ? start : start.plusSeconds(200 * 86_400L);
            rebuild.accept(new Step(
                    i + 1,
                    time,
                    Kind.ADMITTED,
                    "call-" + i,
                    "billing",
                    "run",
                    "allowed",
                    new Money(1_000_000, "usd"),
                    "key-" + i,
                    "body",
                    null,
                    List.of()));
        }
        rebuild.directoryEnded();
        // the clock goes back, also in what the journal goes on to tell
        rebuild.accept(new Step(
                3,
                start,
                Kind.ADMITTED,
                "call-3",
                "billing",
                "run",
                "allowed",
                new Money(1, "usd"),
                "key-3",
                "body",
                null,
                List.of()));
        Reservation reservation = rebuild.account()
                .ledger()
                .reserve(new HoldRequest("new", "billing", "run-new", start, new Money(1, "usd"), caps));
        assertThat(reservation).isInstanceOf(Reservation.Unavailable.class);
    }
}
