// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Findings BARE = new Findings(2, 2, Set.of("global"), Set.of("global"), 1, 1, 1, 80_000, 50);
    private static final Findings GOVERNED =
            new Findings(1, 1, Set.of("billing"), Set.of("refunds"), 0, 0, 1, 50_000, 0);

    @Test
    void it_is_a_plain_table() {
        assertThat(String.join("\n", Comparison.of(BARE, GOVERNED).lines(false)))
                .isEqualTo("""
                        what Stripe saw                             without  with Bursar
                        ------------------------------------------  -------  -----------
                        charges for one intended charge                   2            1
                        charges for one order whose tool threw            2            1
                        keys seen from the billing agent             global      billing
                        keys seen from the refunds agent             global      refunds
                        refunds made by the billing agent                 1            0
                        charges made by the refunds agent                 1            0
                        refunds made by the refunds agent                 1            1
                        USD charged, where 500.00 a day is the cap   800.00       500.00
                        charges made by a 50-example evaluation          50            0""");
        assertThat(Comparison.of(BARE, GOVERNED).asWanted()).isTrue();
    }

    @Test
    void one_wrong_count_is_enough_and_is_pointed_at() {
        Findings overCap = new Findings(1, 1, Set.of("billing"), Set.of("refunds"), 0, 0, 1, 50_001, 0);

        assertThat(Comparison.of(BARE, overCap).asWanted()).isFalse();
        assertThat(Comparison.of(BARE, overCap).lines(false))
                .anyMatch(line -> line.endsWith("500.01  <- should be 500.00"));
        assertThat(Comparison.of(BARE, BARE).asWanted()).isFalse();
    }

    @Test
    void an_agent_that_stops_everything_is_wrong_too() {
        Findings nothing = new Findings(0, 0, Set.of(), Set.of(), 0, 0, 0, 0, 0);

        assertThat(Comparison.of(BARE, nothing).asWanted()).isFalse();
    }

    @Test
    void colour_marks_good_and_bad_where_there_is_a_terminal() {
        assertThat(Comparison.of(BARE, GOVERNED).lines(true))
                .filteredOn(line -> line.contains("\u001b[32m"))
                .hasSize(9);
        assertThat(Comparison.of(BARE, BARE).lines(true))
                .filteredOn(line -> line.contains("\u001b[31m"))
                .hasSize(8);
    }
}
