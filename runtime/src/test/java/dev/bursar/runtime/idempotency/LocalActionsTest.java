// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalActionsTest extends ActionsContract {

    private final AtomicLong nanos = new AtomicLong();
    private final LocalActions actions = new LocalActions(10_000, 50, nanos::get);

    @Override
    Actions empty() {
        return actions;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void keeps_no_answer_of_a_run_that_is_closed() {
        send("k");
        done("k");
        actions.runClosed("run");
        assertThat(actions.kept()).isZero();
        send("k");
        actions.runClosed("run");
        done("k");
        assertThat(actions.kept()).isZero();
    }

    @Test
    void keeps_answers_in_bounded_memory_and_drops_the_oldest() {
        byte[] large = new byte[3_000];
        for (int i = 0; i < 5; i++) {
            send("k" + i);
            actions.done("k" + i, "ch_" + i, 200, List.of(), large);
            assertThat(actions.kept()).isLessThanOrEqualTo(10_000);
        }
        assertThat(drifted(prior("k1", "other words"))).isEqualTo(new Prior.Drifted("ch_1", null, State.DONE));
        assertThat(drifted(prior("k2", "other words")).reply()).isNotNull();
        send("huge");
        actions.done("huge", "ch_huge", 200, List.of(), new byte[10_000]);
        assertThat(drifted(prior("huge", "other words")).reply()).isNull();
        assertThat(drifted(prior("k4", "other words")).reply()).isNotNull();
    }

    @Test
    void does_not_take_a_key_for_younger_when_the_clock_is_set_back() {
        send("k");
        done("k");
        pass(Duration.ofHours(24));
        assertThat(actions.prior("k", "body", NOON.minusSeconds(60), DAY)).isInstanceOf(Prior.Expired.class);
    }

    @Test
    void still_refuses_a_key_after_31_days_instead_of_charging_anew() {
        send("k");
        done("k");
        pass(Duration.ofDays(31));
        Instant later = NOON.plus(Duration.ofDays(31));
        actions.admitted("another", "run", "body", later);
        assertThat(actions.prior("k", "body", later, DAY)).isEqualTo(new Prior.Expired(NOON, "ch_1"));
    }

    @Test
    void forgets_keys_after_32_days_by_both_clocks() {
        send("k");
        done("k");
        actions.admitted("jump", "run", "body", NOON.plus(Duration.ofDays(400)));
        actions.unknown("jump");
        assertThat(prior("k", "body")).isEqualTo(repeat(State.DONE, "ch_1"));
        pass(Duration.ofDays(33));
        actions.admitted("another", "run", "body", NOON.plus(Duration.ofDays(33)));
        assertThat(actions.size()).isEqualTo(2);
        assertThat(prior("k", "body")).isInstanceOf(Prior.Fresh.class);
    }

    @Test
    void remembers_a_bounded_number_of_keys_but_every_call_on_its_way() {
        send("on its way");
        for (int i = 0; i < 200; i++) {
            send("k" + i);
            done("k" + i);
        }
        assertThat(actions.size()).isLessThanOrEqualTo(52);
        assertThat(prior("on its way", "body")).isEqualTo(repeat(State.IN_FLIGHT, null));
        assertThat(prior("k199", "body")).isEqualTo(repeat(State.DONE, "ch_1"));
        assertThat(prior("k0", "body")).isInstanceOf(Prior.Fresh.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void restores_twice_what_it_restored_once(long seed) {
        Random random = new Random(seed);
        List<State> states = List.of(State.values());
        for (int round = 0; round < 500; round++) {
            List<State> journal = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                journal.add(State.IN_FLIGHT);
                journal.add(states.get(random.nextInt(states.size())));
            }
            LocalActions once = new LocalActions(0);
            LocalActions twice = new LocalActions(0);
            replay(once, journal);
            replay(twice, journal);
            replay(twice, journal);
            assertThat(twice.prior("k", "body", NOON, DAY))
                    .as("%s", journal)
                    .isEqualTo(once.prior("k", "body", NOON, DAY));
        }
    }

    private static void replay(Actions actions, List<State> journal) {
        journal.forEach(state -> actions.restore("k", "run", "body", NOON, state, state == State.DONE ? "ch_1" : null));
    }

    // Threads

    @Test
    void ends_up_with_one_outcome_for_each_key_from_many_threads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            LocalActions shared = new LocalActions(100_000);
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                String run = "run" + thread % 4;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        String key = shared.key(run, "billing", "f" + i % 50, 0);
                        shared.prior(key, "body", NOON, DAY);
                        shared.admitted(key, run, "body", NOON);
                        if (i % 3 == 0) {
                            shared.unknown(key);
                        } else {
                            shared.done(key, "ch", 200, List.of(), BODY);
                        }
                        if (i % 100 == 0) {
                            shared.runClosed(run);
                        }
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
            for (int run = 0; run < 4; run++) {
                shared.runClosed("run" + run);
                for (int i = 0; i < 50; i++) {
                    assertThat(shared.prior(Keys.of("run" + run, "billing", "f" + i, 0, 0), "body", NOON, DAY))
                            .isEqualTo(repeat(State.DONE, "ch"));
                }
            }
            assertThat(shared.size()).isEqualTo(200);
            assertThat(shared.kept()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}
