// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalActionsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(23);
    private static final byte[] BODY = "{\"id\":\"ch_1\"}".getBytes(StandardCharsets.UTF_8);

    private final AtomicLong nanos = new AtomicLong();
    private final LocalActions actions = new LocalActions(10_000, 50, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Prior prior(String key, String bodyHash) {
        return actions.prior(key, bodyHash, NOON, DAY);
    }

    private void send(String key) {
        actions.admitted(key, "run", "body", NOON);
    }

    private void done(String key) {
        actions.done(key, "ch_1", 200, List.of(Map.entry("request-id", "req_1")), BODY);
    }

    private static Prior.Repeat repeat(State state, @Nullable String objectId) {
        return new Prior.Repeat(state, objectId);
    }

    private static Prior.Drifted drifted(Prior prior) {
        assertThat(prior).isInstanceOf(Prior.Drifted.class);
        return (Prior.Drifted) prior;
    }

    // Which key

    @Test
    void gives_an_action_the_same_key_however_often_it_is_asked() {
        String key = actions.key("run", "billing", "f", 0);
        assertThat(key).isEqualTo(Keys.of("run", "billing", "f", 0, 0));
        send(key);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(key);
        done(key);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(key);
    }

    @Test
    void gives_two_deliberate_equal_actions_different_keys() {
        assertThat(actions.key("run", "billing", "f", 0)).isNotEqualTo(actions.key("run", "billing", "f", 1));
    }

    @Test
    void repeats_the_key_after_a_timeout_a_reset_or_a_5xx() {
        String key = actions.key("run", "billing", "f", 0);
        send(key);
        actions.unknown(key);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(key);
        assertThat(prior(key, "body")).isEqualTo(repeat(State.UNKNOWN, null));
    }

    @Test
    void takes_a_new_key_after_the_vendor_has_definitely_refused() {
        String first = actions.key("run", "billing", "f", 0);
        send(first);
        actions.refused(first);
        String second = actions.key("run", "billing", "f", 0);
        assertThat(second).isEqualTo(Keys.of("run", "billing", "f", 0, 1));
        assertThat(prior(second, "body")).isInstanceOf(Prior.Fresh.class);
        send(second);
        actions.refused(second);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(Keys.of("run", "billing", "f", 0, 2));
        assertThat(actions.key("run", "billing", "f", 1)).isEqualTo(Keys.of("run", "billing", "f", 1, 0));
    }

    @Test
    void finds_the_success_after_a_refusal_again_when_the_run_is_repeated() {
        String declined = actions.key("run", "billing", "f", 0);
        send(declined);
        actions.refused(declined);
        String charged = actions.key("run", "billing", "f", 0);
        send(charged);
        done(charged);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(charged);
        assertThat(prior(charged, "body")).isEqualTo(repeat(State.DONE, "ch_1"));
    }

    @Test
    void takes_no_new_key_for_an_action_that_is_done_when_a_later_attempt_is_refused() {
        String key = actions.key("run", "billing", "f", 0);
        send(key);
        done(key);
        send(key);
        actions.refused(key);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(key);
        assertThat(prior(key, "body")).isEqualTo(repeat(State.DONE, "ch_1"));
    }

    @Test
    void keeps_the_key_while_another_call_under_it_is_on_its_way() {
        String key = actions.key("run", "billing", "f", 0);
        send(key);
        send(key);
        actions.refused(key);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(key);
        actions.unknown(key);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(key);
    }

    // What is known

    @Test
    void knows_nothing_of_a_key_never_sent() {
        assertThat(prior("k", "body")).isInstanceOf(Prior.Fresh.class);
    }

    @Test
    void repeats_a_key_whose_call_is_on_its_way() {
        send("k");
        assertThat(prior("k", "body")).isEqualTo(repeat(State.IN_FLIGHT, null));
    }

    @Test
    void frees_a_key_whose_call_was_never_sent() {
        send("k");
        actions.released("k");
        assertThat(prior("k", "another body")).isInstanceOf(Prior.Fresh.class);
        actions.admitted("k", "run", "another body", NOON.plusSeconds(5));
        assertThat(prior("k", "another body")).isEqualTo(repeat(State.IN_FLIGHT, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"DONE", "UNKNOWN", "REFUSED", "IN_FLIGHT"})
    void goes_back_to_what_a_key_was_when_a_repeated_call_was_never_sent(State state) {
        send("k");
        end("k", state);
        Prior before = prior("k", "body");
        send("k");
        actions.released("k");
        assertThat(prior("k", "body")).isEqualTo(before);
        assertThat(before)
                .isInstanceOfSatisfying(
                        Prior.Repeat.class, repeat -> assertThat(repeat.state()).isEqualTo(state));
    }

    private void end(String key, State state) {
        switch (state) {
            case DONE -> done(key);
            case UNKNOWN -> actions.unknown(key);
            case REFUSED -> actions.refused(key);
            case RELEASED -> actions.released(key);
            case IN_FLIGHT -> {}
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"UNKNOWN", "REFUSED", "RELEASED"})
    void lets_nothing_undo_what_is_done(State late) {
        send("k");
        send("k");
        done("k");
        end("k", late);
        assertThat(prior("k", "body")).isEqualTo(repeat(State.DONE, "ch_1"));
    }

    @Test
    void learns_the_outcome_of_an_unknown_call_from_its_repetition() {
        send("k");
        actions.unknown("k");
        send("k");
        done("k");
        assertThat(prior("k", "body")).isEqualTo(repeat(State.DONE, "ch_1"));
        actions.done("k", null, 200, List.of(), BODY);
        assertThat(prior("k", "body")).isEqualTo(repeat(State.DONE, "ch_1"));
    }

    @Test
    void ignores_the_outcome_of_a_key_it_does_not_know() {
        done("k");
        actions.refused("k");
        actions.unknown("k");
        actions.released("k");
        assertThat(prior("k", "body")).isInstanceOf(Prior.Fresh.class);
    }

    // Drift

    @Test
    void answers_drift_with_the_first_result_while_the_run_is_open() {
        send("k");
        done("k");
        Prior.Drifted drifted = drifted(prior("k", "other words"));
        assertThat(drifted.objectId()).isEqualTo("ch_1");
        assertThat(drifted.state()).isEqualTo(State.DONE);
        StoredReply reply = Objects.requireNonNull(drifted.reply());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsExactly(Map.entry("request-id", "req_1"));
        assertThat(reply.body()).isEqualTo(BODY);
        assertThat(reply.toString()).doesNotContain("ch_1", "req_1");
    }

    @Test
    void names_only_the_object_once_the_run_is_closed() {
        send("k");
        done("k");
        actions.runClosed("run");
        assertThat(prior("k", "other words")).isEqualTo(new Prior.Drifted("ch_1", null, State.DONE));
        assertThat(prior("k", "body")).isEqualTo(repeat(State.DONE, "ch_1"));
        assertThat(actions.kept()).isZero();
    }

    @Test
    void keeps_no_answer_that_comes_after_its_run_has_closed() {
        send("k");
        actions.runClosed("run");
        done("k");
        assertThat(drifted(prior("k", "other words")).reply()).isNull();
        assertThat(actions.kept()).isZero();
    }

    @Test
    void keeps_the_answer_to_a_repetition_in_a_later_run_of_the_same_id() {
        send("k");
        done("k");
        actions.runClosed("run");
        send("k");
        done("k");
        assertThat(drifted(prior("k", "other words")).reply()).isNotNull();
        actions.runClosed("run");
        assertThat(drifted(prior("k", "other words")).reply()).isNull();
    }

    @Test
    void keeps_the_answers_of_other_runs_when_one_closes() {
        send("k");
        done("k");
        actions.admitted("other", "other run", "body", NOON);
        done("other");
        actions.runClosed("other run");
        actions.runClosed("never opened");
        assertThat(drifted(prior("k", "other words")).reply()).isNotNull();
    }

    @Test
    void has_no_answer_to_drift_from_a_call_whose_outcome_is_not_known() {
        send("k");
        assertThat(prior("k", "other words")).isEqualTo(new Prior.Drifted(null, null, State.IN_FLIGHT));
        actions.unknown("k");
        assertThat(prior("k", "other words")).isEqualTo(new Prior.Drifted(null, null, State.UNKNOWN));
    }

    @Test
    void treats_a_key_that_the_application_set_like_any_other() {
        actions.admitted("order-17", "run", "one", NOON);
        done("order-17");
        assertThat(actions.prior("order-17", "one", NOON, DAY)).isEqualTo(repeat(State.DONE, "ch_1"));
        assertThat(actions.prior("order-17", "two", NOON, DAY)).isInstanceOf(Prior.Drifted.class);
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

    // Age

    @Test
    void refuses_a_key_older_than_the_vendor_remembers() {
        send("k");
        done("k");
        assertThat(actions.prior("k", "body", NOON.plus(DAY), DAY)).isEqualTo(repeat(State.DONE, "ch_1"));
        Instant late = NOON.plus(DAY).plusMillis(1);
        assertThat(actions.prior("k", "body", late, DAY)).isEqualTo(new Prior.Expired(NOON, "ch_1"));
        assertThat(actions.prior("k", "other words", late, DAY)).isEqualTo(new Prior.Expired(NOON, "ch_1"));
    }

    @Test
    void counts_the_age_of_a_key_from_its_first_use_however_often_it_is_repeated() {
        send("k");
        actions.unknown("k");
        actions.admitted("k", "run", "body", NOON.plus(Duration.ofHours(20)));
        actions.unknown("k");
        assertThat(actions.prior("k", "body", NOON.plus(Duration.ofHours(24)), DAY))
                .isEqualTo(new Prior.Expired(NOON, null));
    }

    @Test
    void does_not_take_a_key_for_younger_when_the_clock_is_set_back() {
        send("k");
        done("k");
        pass(Duration.ofHours(24));
        assertThat(actions.prior("k", "body", NOON.minusSeconds(60), DAY)).isInstanceOf(Prior.Expired.class);
    }

    @Test
    void refuses_a_restored_key_from_the_future_because_nobody_knows_its_age() {
        actions.restore("k", "run", "body", NOON, State.DONE, "ch_1");
        assertThat(actions.prior("k", "body", NOON.minus(Duration.ofMinutes(59)), DAY))
                .isEqualTo(repeat(State.DONE, "ch_1"));
        assertThat(actions.prior("k", "body", NOON.minus(Duration.ofMinutes(61)), DAY))
                .isInstanceOf(Prior.Expired.class);
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

    // After a restart

    @Test
    void repeats_keys_after_a_restart() {
        actions.restore("done", "run", "body", NOON, State.IN_FLIGHT, null);
        actions.restore("done", "run", null, NOON, State.DONE, "ch_1");
        actions.restore("crashed", "run", "body", NOON, State.IN_FLIGHT, null);
        actions.restore("never sent", "run", "body", NOON, State.IN_FLIGHT, null);
        actions.restore("never sent", "run", null, NOON, State.RELEASED, null);
        assertThat(prior("done", "body")).isEqualTo(repeat(State.DONE, "ch_1"));
        assertThat(prior("done", "other words")).isEqualTo(new Prior.Drifted("ch_1", null, State.DONE));
        assertThat(prior("crashed", "body")).isEqualTo(repeat(State.UNKNOWN, null));
        assertThat(prior("never sent", "body")).isInstanceOf(Prior.Fresh.class);
    }

    @Test
    void skips_refused_keys_after_a_restart() {
        String first = Keys.of("run", "billing", "f", 0, 0);
        actions.restore(first, "run", "body", NOON, State.IN_FLIGHT, null);
        actions.restore(first, "run", null, NOON, State.REFUSED, null);
        assertThat(actions.key("run", "billing", "f", 0)).isEqualTo(Keys.of("run", "billing", "f", 0, 1));
    }

    @Test
    void does_not_free_an_unknown_key_because_its_repetition_was_never_sent() {
        actions.restore("k", "run", "body", NOON, State.IN_FLIGHT, null);
        actions.restore("k", "run", null, NOON, State.UNKNOWN, null);
        actions.restore("k", "run", "body", NOON, State.IN_FLIGHT, null);
        actions.restore("k", "run", null, NOON, State.RELEASED, null);
        assertThat(prior("k", "body")).isEqualTo(repeat(State.UNKNOWN, null));
    }

    @Test
    void sends_nothing_under_a_restored_key_whose_body_is_not_on_record() {
        actions.restore("k", "run", null, NOON, State.DONE, "ch_1");
        assertThat(prior("k", "body")).isEqualTo(new Prior.Drifted("ch_1", null, State.DONE));
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
