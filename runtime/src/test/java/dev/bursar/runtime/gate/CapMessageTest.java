// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.ledger.Reservation.Balance;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences, word for word: models act on them. */
class CapMessageTest {

    private static final Money ASKED = Money.parse("60.00 USD");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CALL   |                      | cap of 500.00 USD per call of billing reached: this call asks for 60.00 USD; ask for no more, or stop and report, do not split it into several calls",
                "RUN    |                      | cap of 500.00 USD per run of billing reached; 37.01 USD left in this run; stop and report, do not retry in this run",
                "MINUTE | 2026-11-22T17:31:00Z | cap of 500.00 USD per minute of billing reached; 37.01 USD left until 12:31 America/New_York (2026-11-22); wait until then, or stop and report, do not retry before",
                "HOUR   | 2026-11-22T18:00:00Z | hourly cap of 500.00 USD of billing reached; 37.01 USD left until 13:00 America/New_York (2026-11-22); stop and report, do not retry before",
                "DAY    | 2026-11-23T05:00:00Z | daily cap of 500.00 USD of billing reached; 37.01 USD left until 00:00 America/New_York (2026-11-23); stop and report, do not retry before",
                "WEEK   | 2026-11-30T05:00:00Z | weekly cap of 500.00 USD of billing reached; 37.01 USD left until 00:00 America/New_York (2026-11-30); stop and report, do not retry before",
                "MONTH  | 2026-12-01T05:00:00Z | monthly cap of 500.00 USD of billing reached; 37.01 USD left until 00:00 America/New_York (2026-12-01); stop and report, do not retry before"
            })
    void says_of_money_what_is_left_until_when_and_what_to_do(Window window, @Nullable Instant end, String sentence) {
        Cap cap = new Cap.OfMoney(Money.parse("500.00 USD"), window);
        Balance balance = new Balance("billing", cap, 400_990_000, 62_000_000, 500_000_000, end);
        assertThat(CapMessage.of(balance, ASKED, NEW_YORK)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CALL   |                      | cap of 30 calls per call of billing reached; stop and report, do not retry",
                "RUN    |                      | cap of 30 calls per run of billing reached; nothing left in this run; stop and report, do not retry in this run",
                "MINUTE | 2026-11-22T17:31:00Z | cap of 30 calls per minute of billing reached; nothing left until 12:31 America/New_York (2026-11-22); wait until then, or stop and report, do not retry before",
                "HOUR   | 2026-11-22T18:00:00Z | hourly cap of 30 calls of billing reached; nothing left until 13:00 America/New_York (2026-11-22); stop and report, do not retry before",
                "DAY    | 2026-11-23T05:00:00Z | daily cap of 30 calls of billing reached; nothing left until 00:00 America/New_York (2026-11-23); stop and report, do not retry before",
                "WEEK   | 2026-11-30T05:00:00Z | weekly cap of 30 calls of billing reached; nothing left until 00:00 America/New_York (2026-11-30); stop and report, do not retry before",
                "MONTH  | 2026-12-01T05:00:00Z | monthly cap of 30 calls of billing reached; nothing left until 00:00 America/New_York (2026-12-01); stop and report, do not retry before"
            })
    void says_of_calls_until_when_there_are_none(Window window, @Nullable Instant end, String sentence) {
        Balance balance = new Balance("billing", new Cap.OfCalls(30, window), 20, 10, 30, end);
        assertThat(CapMessage.of(balance, null, NEW_YORK)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T05:00:00Z, America/New_York, 01:00-04:00 America/New_York (2026-11-01)",
        "2026-11-01T06:00:00Z, America/New_York, 01:00-05:00 America/New_York (2026-11-01)",
        "2026-03-08T07:00:00Z, America/New_York, 03:00 America/New_York (2026-03-08)",
        "2026-11-23T00:00:00Z, UTC, 00:00 UTC (2026-11-23)",
        "2026-11-23T00:00:00Z, Z, 00:00 UTC (2026-11-23)",
        "2026-11-22T18:30:00Z, Asia/Kolkata, 00:00 Asia/Kolkata (2026-11-23)",
        "1900-01-01T05:00:00Z, Africa/Monrovia, 04:16:52 Africa/Monrovia (1900-01-01)"
    })
    void tells_the_time_as_the_clock_on_the_wall_shows_it(Instant end, String zone, String told) {
        Balance balance = new Balance("billing", new Cap.OfCalls(1, Window.HOUR), 1, 0, 1, end);
        assertThat(CapMessage.of(balance, null, ZoneId.of(zone)))
                .isEqualTo("hourly cap of 1 call of billing reached; nothing left until " + told
                        + "; stop and report, do not retry before");
    }

    @Test
    void never_says_that_less_than_nothing_is_left() {
        Cap cap = new Cap.OfMoney(Money.parse("5 JPY"), Window.RUN);
        assertThat(CapMessage.of(new Balance("billing", cap, 9_000_000, 0, 5_000_000, null), null, NEW_YORK))
                .isEqualTo("cap of 5 JPY per run of billing reached; nothing left in this run; stop and report, do not"
                        + " retry in this run");
    }
}
