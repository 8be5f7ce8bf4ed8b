// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    private static CallWatcher.Decided call(
            @Nullable String caller, @Nullable String operation, @Nullable String reason, long journalNanos) {
        return new CallWatcher.Decided(
                reason == null ? "admitted" : "refused", caller, operation, reason, null, 1_000, journalNanos);
    }

    private List<String> calls() {
        List<String> calls = new ArrayList<>();
        metrics.calls((caller, operation, decision, count) ->
                calls.add(caller + " " + operation + " " + decision + " " + count));
        return calls;
    }

    @Test
    void counts_calls_refusals_and_outcomes() {
        metrics.decided(call("billing", "POST /v1/charges", null, 5_000));
        metrics.decided(call("billing", "POST /v1/charges", null, 0));
        metrics.decided(call("billing", "POST /v1/charges", "bursar_cap_reached", 0));
        metrics.decided(call(null, null, "bursar_nobody", 0));
        metrics.settled("billing", "POST /v1/charges", "unknown");

        assertThat(calls())
                .containsExactly(
                        "billing POST /v1/charges admitted 2",
                        "billing POST /v1/charges refused 1",
                        "none none refused 1");
        List<String> rest = new ArrayList<>();
        metrics.refusals((reason, count) -> rest.add(reason + " " + count));
        metrics.outcomes((caller, outcome, count) -> rest.add(caller + " " + outcome + " " + count));
        assertThat(rest).containsExactly("bursar_cap_reached 1", "bursar_nobody 1", "billing unknown 1");
        assertThat(metrics.journal().total()).isEqualTo(1);
        assertThat(metrics.journal().nanos()).isEqualTo(5_000);
    }

    @Test
    void what_is_too_many_to_tell_apart_is_counted_together() {
        for (int i = 0; i < Metrics.MOST + 500; i++) {
            metrics.decided(call("caller" + i, "POST /v1/charges", null, 0));
            metrics.settled("caller" + i, "POST /v1/charges", "settled");
        }
        assertThat(calls()).hasSize(Metrics.MOST + 1).contains("other other admitted 500");
        List<String> outcomes = new ArrayList<>();
        metrics.outcomes((caller, outcome, count) -> outcomes.add(caller + " " + count));
        assertThat(outcomes).hasSize(Metrics.MOST + 1).contains("other 500");
    }

    @Test
    void loses_no_call_of_many_threads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            threads.execute(() -> {
                for (int call = 0; call < 10_000; call++) {
                    metrics.decided(call("billing", "POST /v1/charges", null, call));
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(calls()).containsExactly("billing POST /v1/charges admitted 80000");
        assertThat(metrics.journal().total()).isEqualTo(8 * 9_999);
    }

    @Test
    void a_bucket_ends_at_a_power_of_two_and_takes_that_number_in() {
        Histogram histogram = new Histogram();
        for (long nanos : new long[] {-5, 0, 1, 1_024, 1_025, 2_048, 1L << 34, (1L << 34) + 1, Long.MAX_VALUE}) {
            histogram.add(nanos);
        }
        Histogram.Counted counted = histogram.counted();
        assertThat(counted.atMost()[0]).isEqualTo(1_024);
        assertThat(counted.atMost()[counted.atMost().length - 1]).isEqualTo(1L << 34);
        assertThat(counted.counts()[0]).isEqualTo(4);
        assertThat(counted.counts()[1]).isEqualTo(2);
        assertThat(counted.counts()[counted.counts().length - 2]).isEqualTo(1);
        assertThat(counted.counts()[counted.counts().length - 1]).isEqualTo(2);
        assertThat(counted.total()).isEqualTo(9);
    }
}
