// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {

    private final NearDuplicates near = new NearDuplicates(10);

    private String begun(String run, String essence, String fingerprint, String key) {
        return String.valueOf(near.begun(run, "billing", essence, fingerprint, key));
    }

    @Test
    void names_the_earliest_action_that_is_another_one() {
        assertThat(begun("r", "e", "f1", "k1")).isEqualTo("null");
        assertThat(begun("r", "e", "f1", "k2")).as("an equal action").isEqualTo("null");
        assertThat(begun("r", "e", "f2", "k3")).isEqualTo("k1");
        assertThat(begun("r", "e", "f1", "k4")).isEqualTo("k3");
        assertThat(begun("r", "other", "f3", "k5")).isEqualTo("null");
        assertThat(begun("other", "e", "f3", "k6")).isEqualTo("null");
        assertThat(near.begun("r", "refunds", "e", "f3", "k7")).isNull();
    }

    @Test
    void does_not_name_what_moved_nothing() {
        begun("r", "e", "f1", "k1");
        near.undone("r", "billing", "e", "k1");
        near.undone("r", "billing", "e", "k1");
        near.undone("nowhere", "billing", "e", "k1");
        assertThat(begun("r", "e", "f2", "k2")).isEqualTo("null");
        assertThat(near.size()).isEqualTo(1);
    }

    @Test
    void forgets_a_run_that_has_closed() {
        begun("r", "e", "f1", "k1");
        near.runClosed("r");
        assertThat(near.size()).isZero();
        assertThat(begun("r", "e", "f2", "k2")).isEqualTo("null");
    }

    @Test
    void remembers_a_bounded_number_the_latest_runs_and_of_one_run_the_latest() {
        for (int i = 0; i < 30; i++) {
            begun("r" + i, "e", "f", "k" + i);
        }
        assertThat(near.size()).isEqualTo(10);
        assertThat(begun("r29", "e", "g", "new")).isEqualTo("k29");
        for (int i = 0; i < 30; i++) {
            begun("r29", "e" + i, "f", "m" + i);
        }
        assertThat(near.size()).isEqualTo(10);
        assertThat(begun("r29", "e29", "g", "newer")).isEqualTo("m29");
        for (int i = 0; i < 30; i++) {
            begun("r29", "same", "f", "n" + i);
        }
        assertThat(near.size()).isLessThanOrEqualTo(10);
    }

    @Test
    void counts_what_it_remembers_through_anything_seed_20261122() {
        Random random = new Random(20261122);
        Map<String, Integer> runs = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String run = "r" + random.nextInt(4);
            String key = "k" + random.nextInt(6);
            runs.merge(run, 1, Integer::sum);
            switch (random.nextInt(5)) {
                case 0 -> near.undone(run, "billing", "e" + random.nextInt(3), key);
                case 1 -> near.runClosed(run);
                default -> begun(run, "e" + random.nextInt(3), "f" + random.nextInt(2), key);
            }
            assertThat(near.size()).isBetween(0, 10);
        }
        runs.keySet().forEach(near::runClosed);
        assertThat(near.size()).isZero();
    }
}
