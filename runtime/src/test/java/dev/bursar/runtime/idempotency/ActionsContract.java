// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every memory of keys must do. A backend's own test extends it and makes an empty one. */
abstract class ActionsContract {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Duration DAY = Duration.ofHours(23);
    static final byte[] BODY = "{\"id\":\"ch_1\"}".getBytes(StandardCharsets.UTF_8);

    private Actions actions;

    /** An empty one that keeps ten thousand bytes of answers, and believes the times it is told. */
    abstract Actions empty();

    @BeforeEach
    void begin() {
        actions = empty();
    }

    Prior prior(String key, String bodyHash) {
        return actions.prior(key, bodyHash, NOON, DAY);
    }

    void send(String key) {
        actions.admitted(key, "run", "body", NOON);
    }

    void done(String key) {
        actions.done(key, "ch_1", 200, List.of(Map.entry("request-id", "req_1")), BODY);
    }

    static Prior.Repeat repeat(State state, @Nullable String objectId) {
        return new Prior.Repeat(state, objectId);
    }

    static Prior.Drifted drifted(Prior prior) {
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
    }

    @Test
    void keeps_no_answer_that_comes_after_its_run_has_closed() {
        send("k");
        actions.runClosed("run");
        done("k");
        assertThat(drifted(prior("k", "other words")).reply()).isNull();
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

    // Age

    @Test
    void refuses_a_key_older_than_the_vendor_remembers() {
        send("k");
        done("k");
        assertThat(actions.prior("k", "body", NOON.plus(DAY), DAY)).isEqualTo(repeat(State.DONE, "ch_1"));
        Instant late = NOON.plus(DAY).plusSeconds(1);
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
    void refuses_a_restored_key_from_the_future_because_nobody_knows_its_age() {
        actions.restore("k", "run", "body", NOON, State.DONE, "ch_1");
        assertThat(actions.prior("k", "body", NOON.minus(Duration.ofMinutes(59)), DAY))
                .isEqualTo(repeat(State.DONE, "ch_1"));
        assertThat(actions.prior("k", "body", NOON.minus(Duration.ofMinutes(61)), DAY))
                .isInstanceOf(Prior.Expired.class);
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
}
