// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.app.load.Load;
import com.acme.simulator.Fault;
import dev.bursar.it.harness.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {

    private static final int ROUNDS = 3;
    private static final long AMOUNT = 500;
    private static final long CAP = 400_00;

    @TempDir
    Path folder;

    @Test
    void a_cap_stays_exact_over_processes_killed_in_the_middle_of_a_load() {
        try (Lab lab = new Lab(folder)) {
            Path policy = lab.policy("caps:", "  - 400.00 USD per day");
            for (int round = 1; round <= ROUNDS; round++) {
                int enough = lab.stripe.charges().size() + 10;
                Jvm.Running running = load(lab, policy, round).start(folder, "round" + round);
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> lab.stripe.charges().size() >= enough
                                || !running.process().isAlive());
                assertThat(running.process().isAlive())
                        .as("killed while it works: %s", running.text())
                        .isTrue();
                running.kill();
            }
            assertThat(lab.verify()).matches(verified -> verified.exit() == 0, "is whole");
            Jvm.Done last = load(lab, policy, ROUNDS + 1).run(folder, "last");

            assertThat(last.exit()).as("%s", last).isZero();
            assertThat(last.out()).contains("refused 429");
            long moved = lab.stripe.moneyIn("usd");
            // what was in flight at a kill and was not carried out stays charged
            assertThat(moved).isLessThanOrEqualTo(CAP).isGreaterThanOrEqualTo(CAP - ROUNDS * 8 * AMOUNT);
            assertThat(lab.admittedKeys()).containsAll(lab.chargedKeys()).doesNotHaveDuplicates();
            assertThat((long) lab.admittedKeys().size() * AMOUNT).isEqualTo(CAP);
            assertThat(lab.verify()).matches(verified -> verified.exit() == 0, "is whole");
            System.out.println(ROUNDS + " kills under load, cap " + CAP + ", moved " + moved + ", admitted "
                    + lab.admittedKeys().size() * AMOUNT);
        }
    }

    private static Jvm load(Lab lab, Path policy, int round) {
        return lab.application(Load.class, policy)
                .argument("8")
                .argument("200")
                .argument(Long.toString(AMOUNT))
                .argument("cus_" + round + "_");
    }

    @Test
    void a_run_with_an_id_of_its_own_that_is_killed_before_its_answer_and_repeated_charges_once() {
        try (Lab lab = new Lab(folder)) {
            Path policy = stable(lab);
            lab.stripe.fault("POST", "/v1/charges", new Fault.Late(Duration.ofMillis(1500)));
            try (Lab.Session first = lab.session(policy, "first")) {
                first.say("process", "order_7", "cus_1", "2500");
                Awaitility.await().until(() -> lab.stripe.charges().size() == 1);
                first.running.kill();
            }
            assertRepeats(lab, policy);
        }
    }

    @Test
    void a_run_with_an_id_of_its_own_that_is_killed_after_its_answer_and_repeated_charges_once() {
        try (Lab lab = new Lab(folder)) {
            Path policy = stable(lab);
            try (Lab.Session first = lab.session(policy, "first")) {
                assertThat(first.ask("process", "order_7", "cus_1", "2500")).startsWith("ch_");
                first.running.kill();
            }
            assertRepeats(lab, policy);
        }
    }

    private static Path stable(Lab lab) {
        return lab.policy(
                "runs: [{method: \"com.acme.app.load.Biller#process\", id: arg0}]", "caps:", "  - 40.00 USD per day");
    }

    private static void assertRepeats(Lab lab, Path policy) {
        try (Lab.Session second = lab.session(policy, "second")) {
            // what the killed process held is known to this one: 15.00 of the cap are left
            assertThat(second.ask("process", "order_8", "cus_1", "2500")).contains("429");
            String charge = lab.stripe.charges().get(0).id();
            assertThat(second.ask("process", "order_7", "cus_1", "2500")).isEqualTo(charge);
            assertThat(second.ask("process", "order_9", "cus_1", "1500")).startsWith("ch_");
            assertThat(second.end().exit()).isZero();
        }
        assertThat(lab.stripe.charges()).hasSize(2);
        assertThat(lab.stripe.moneyIn("usd")).isEqualTo(40_00);
        assertThat(lab.verify().exit()).isZero();
    }
}
