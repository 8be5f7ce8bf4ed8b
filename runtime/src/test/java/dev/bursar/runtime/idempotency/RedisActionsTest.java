// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.RealRedis;
import dev.bursar.runtime.redis.SharedRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of every memory of keys, of one in a real Redis; and what several processes tell each other. */
class RedisActionsTest extends ActionsContract {

    private static RealRedis redis;

    private final List<SharedRedis> members = new ArrayList<>();
    private String prefix = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void leave() {
        members.forEach(SharedRedis::close);
    }

    @Override
    Actions empty() {
        prefix = UUID.randomUUID().toString();
        return member(true);
    }

    private RedisActions member(boolean refusesReads) {
        SharedRedis member = new SharedRedis(redis.address(prefix), Membership.fresh(), RealRedis.DEAF);
        members.add(member);
        return new RedisActions(member, 10_000, refusesReads, true);
    }

    @Test
    void finds_on_another_machine_the_key_the_state_and_the_object_of_what_was_done() {
        RedisActions one = member(true);
        RedisActions other = member(true);
        String key = one.key("run", "billing", "f", 0);
        one.admitted(key, "run", "body", NOON);
        assertThat(other.key("run", "billing", "f", 0)).isEqualTo(key);
        assertThat(other.prior(key, "body", NOON, DAY)).isEqualTo(repeat(State.IN_FLIGHT, null));
        one.done(key, "ch_1", 200, List.of(), BODY);
        assertThat(other.prior(key, "body", NOON, DAY)).isEqualTo(repeat(State.DONE, "ch_1"));
        assertThat(other.objectId(key)).isEqualTo("ch_1");
        // The answer itself stays with the machine that got it.
        assertThat(other.prior(key, "other words", NOON, DAY)).isEqualTo(new Prior.Drifted("ch_1", null, State.DONE));
        assertThat(one.prior(key, "other words", NOON, DAY))
                .isInstanceOfSatisfying(
                        Prior.Drifted.class,
                        drifted -> assertThat(drifted.reply()).isNotNull());
    }

    @Test
    void takes_a_new_key_on_another_machine_after_five_definite_refusals() {
        RedisActions one = member(true);
        RedisActions other = member(true);
        for (int refusals = 0; refusals < 5; refusals++) {
            String key = one.key("run", "billing", "f", 0);
            assertThat(key).isEqualTo(Keys.of("run", "billing", "f", 0, refusals));
            one.admitted(key, "run", "body", NOON);
            one.refused(key);
        }
        assertThat(other.key("run", "billing", "f", 0)).isEqualTo(Keys.of("run", "billing", "f", 0, 5));
    }

    @Test
    void waits_for_the_last_call_of_all_machines_before_it_believes_a_refusal() {
        RedisActions one = member(true);
        RedisActions other = member(true);
        String key = one.key("run", "billing", "f", 0);
        one.admitted(key, "run", "body", NOON);
        other.admitted(key, "run", "body", NOON);
        one.refused(key);
        assertThat(other.key("run", "billing", "f", 0)).isEqualTo(key);
        other.done(key, "ch_1");
        assertThat(one.prior(key, "body", NOON, DAY)).isEqualTo(repeat(State.DONE, "ch_1"));
    }

    @Test
    void cannot_answer_while_redis_is_away_and_tells_outcomes_once_it_is_back() throws Exception {
        try (RealRedis own = RealRedis.start("--appendonly", "yes", "--appendfsync", "always")) {
            SharedRedis shared = new SharedRedis(own.address(prefix), Membership.fresh(), RealRedis.DEAF);
            members.add(shared);
            RedisActions actions = new RedisActions(shared, 10_000, true, true);
            String key = actions.key("run", "billing", "f", 0);
            actions.admitted(key, "run", "body", NOON);
            own.kill();
            assertThatThrownBy(() -> actions.key("run", "billing", "f", 0))
                    .isInstanceOf(ActionsUnavailableException.class)
                    .hasMessageContaining("127.0.0.1");
            assertThatThrownBy(() -> actions.of(false).prior(key, "body", NOON, DAY))
                    .isInstanceOf(ActionsUnavailableException.class);
            actions.done(key, "ch_1");
            own.startAgain();
            shared.start();
            await().untilAsserted(() ->
                    assertThat(actions.prior(key, "body", NOON, DAY)).isEqualTo(repeat(State.DONE, "ch_1")));
        }
    }

    @Test
    void lets_reads_go_on_by_what_this_process_knows_where_the_policy_allows_it() throws Exception {
        try (RealRedis own = RealRedis.start()) {
            SharedRedis shared = new SharedRedis(own.address(prefix), Membership.fresh(), RealRedis.DEAF);
            members.add(shared);
            RedisActions actions = new RedisActions(shared, 10_000, false, true);
            String key = actions.key("run", "billing", "f", 0);
            actions.admitted(key, "run", "body", NOON);
            own.kill();
            Actions ofReads = actions.of(false);
            assertThat(ofReads.key("run", "billing", "f", 0)).isEqualTo(key);
            assertThat(ofReads.prior(key, "body", NOON, DAY)).isEqualTo(repeat(State.IN_FLIGHT, null));
            assertThatThrownBy(() -> actions.of(true).key("run", "billing", "f", 0))
                    .isInstanceOf(ActionsUnavailableException.class);
        }
    }
}
