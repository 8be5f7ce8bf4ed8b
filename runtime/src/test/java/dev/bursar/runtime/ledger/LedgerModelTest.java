// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger against a plain model, through random sequences whose clocks jump, also backwards and over changes of summer time. */
class LedgerModelTest {

    private static final int STEPS = 1_500;
    private static final List<String> CURRENCIES = List.of("usd", "usd", "usd", "eur");

    /** One thing done, for doing it again from a journal. */
    private record Step(
            HoldRequest request, HoldState state, @Nullable Money moved) {}

    @ParameterizedTest(name = "seed {0} in {1}")
    @CsvSource({
        "1, America/New_York, 2026-11-01T05:00:00Z",
        "2, America/New_York, 2026-03-08T06:30:00Z",
        "3, Australia/Lord_Howe, 2026-04-04T14:00:00Z",
        "4, America/Havana, 2026-11-01T04:30:00Z",
        "5, Pacific/Apia, 2011-12-30T09:00:00Z",
        "6, UTC, 2026-12-31T23:00:00Z",
        "7, Europe/Berlin, 2026-03-29T00:30:00Z",
        "8, Asia/Kathmandu, 2026-06-30T18:00:00Z"
    })
    void answers_as_the_model_does_and_restores_to_the_same(long seed, ZoneId zone, Instant start) {
        Random random = new Random(seed);
        NaiveLedger model = new NaiveLedger(zone);
        List<Step> journal = new ArrayList<>();
        List<HoldRequest> sent = new ArrayList<>();
        try (Ledger ledger = new LocalLedger(zone)) {
            for (int step = 0; step < STEPS; step++) {
                boolean repeats = !sent.isEmpty() && random.nextInt(3) > 0;
                HoldRequest known = repeats ? sent.get(Math.max(0, sent.size() - 1 - random.nextInt(20))) : null;
                switch (random.nextInt(7)) {
                    case 0, 1, 2 -> {
                        HoldRequest request = request(random, known, step, start);
                        Object expected = model.reserve(request);
                        Reservation answer = ledger.reserve(request);
                        assertThat(plain(answer))
                                .as("step %s: %s", step, request)
                                .isEqualTo(expected);
                        if (answer instanceof Reservation.Held) {
                            sent.add(request);
                            journal.add(new Step(request, HoldState.HELD, null));
                        }
                    }
                    case 3, 4 -> {
                        if (known != null) {
                            Money moved = random.nextInt(3) == 0 ? null : money(random);
                            model.settle(known.key(), moved);
                            ledger.settle(known.key(), moved);
                            journal.add(new Step(known, HoldState.SETTLED, moved));
                        }
                    }
                    case 5 -> {
                        if (known != null) {
                            model.end(known.key(), HoldState.RELEASED);
                            ledger.release(known.key());
                            journal.add(new Step(known, HoldState.RELEASED, null));
                        }
                    }
                    default -> {
                        if (known != null) {
                            model.end(known.key(), HoldState.UNKNOWN);
                            ledger.unknown(known.key());
                            journal.add(new Step(known, HoldState.UNKNOWN, null));
                        }
                    }
                }
            }
            assertThat(sent).hasSizeGreaterThan(100);
            try (Ledger once = new LocalLedger(zone);
                    Ledger twice = new LocalLedger(zone)) {
                journal.forEach(step -> once.restore(step.request, step.state, step.moved));
                journal.forEach(step -> twice.restore(step.request, step.state, step.moved));
                journal.forEach(step -> twice.restore(step.request, step.state, step.moved));
                for (int probe = 0; probe < 500; probe++) {
                    HoldRequest again = sent.get(random.nextInt(sent.size()));
                    HoldRequest fresh = new HoldRequest(
                            "probe" + probe,
                            again.at().plusSeconds(random.nextInt(7_200)),
                            null,
                            others(random, again.payers()));
                    // Every probe is let go again, in all three alike.
                    for (HoldRequest each : List.of(again, fresh)) {
                        Reservation expected = ledger.reserve(each);
                        ledger.release(each.key());
                        for (Ledger restored : List.of(once, twice)) {
                            assertThat(restored.reserve(each)).isEqualTo(expected);
                            restored.release(each.key());
                        }
                    }
                }
            }
        }
    }

    private static HoldRequest request(Random random, @Nullable HoldRequest known, int step, Instant start) {
        Instant at = start.plusSeconds(random.nextInt(7_200));
        if (random.nextInt(4) == 0) {
            at = at.plusSeconds((random.nextInt(60) - 30) * 43_200L).plusNanos(random.nextInt(1_000_000_000));
        }
        if (known != null && random.nextBoolean()) {
            return new HoldRequest(known.key(), at, known.amount(), others(random, known.payers()));
        }
        String key = known == null ? "k" + step : known.key();
        Money amount = random.nextInt(5) == 0 ? null : money(random);
        return new HoldRequest(key, at, amount, payers(random));
    }

    /** One to three callers on the stack, in any order. */
    private static List<Payer> payers(Random random) {
        List<String> names = new ArrayList<>(List.of("caller0", "caller1", "caller2"));
        Collections.shuffle(names, random);
        int size = Math.max(1, random.nextInt(5) - 1);
        List<Payer> payers = new ArrayList<>();
        for (String name : names.subList(0, size)) {
            payers.add(new Payer(name, "run" + random.nextInt(5), caps(random)));
        }
        return payers;
    }

    /** The same stack with other caps, or another one around the same innermost caller. */
    private static List<Payer> others(Random random, List<Payer> known) {
        List<Payer> payers = new ArrayList<>();
        for (Payer payer : random.nextInt(3) == 0 ? known.subList(0, 1) : known) {
            payers.add(new Payer(payer.caller(), payer.run(), caps(random)));
        }
        boolean hasBoss = payers.stream().anyMatch(payer -> payer.caller().equals("boss"));
        if (!hasBoss && random.nextInt(4) == 0) {
            payers.add(new Payer("boss", "run" + random.nextInt(5), caps(random)));
        }
        return payers;
    }

    private static Money money(Random random) {
        return new Money(1 + random.nextInt(40), CURRENCIES.get(random.nextInt(CURRENCIES.size())));
    }

    private static List<Cap> caps(Random random) {
        List<Window> windows = List.of(Window.values());
        List<Cap> caps = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Window window = windows.get(random.nextInt(windows.size()));
            caps.add(
                    random.nextInt(4) == 0
                            ? new Cap.OfCalls(random.nextInt(40), window)
                            : new Cap.OfMoney(
                                    new Money(random.nextInt(600), CURRENCIES.get(random.nextInt(4))), window));
        }
        return caps;
    }

    private static Object plain(Reservation answer) {
        if (answer instanceof Reservation.Held held) {
            return List.of(
                    held.fresh(),
                    held.balances().stream().map(LedgerModelTest::plain).toList());
        }
        if (answer instanceof Reservation.Exhausted exhausted) {
            return List.of("exhausted", plain(exhausted.balance()));
        }
        if (answer instanceof Reservation.Uncovered uncovered) {
            return "uncovered by " + uncovered.caller();
        }
        if (answer instanceof Reservation.Mismatch) {
            return "mismatch";
        }
        return answer;
    }

    private static List<Object> plain(Reservation.Balance balance) {
        return List.of(balance.caller(), balance.cap(), balance.spent(), balance.held(), balance.limit());
    }
}
