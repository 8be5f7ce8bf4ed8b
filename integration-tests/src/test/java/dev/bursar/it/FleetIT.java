// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.app.load.Till;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.LoopbackRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several JVMs under the agent, and one Redis in which they count under one cap. */
class FleetIT {

    private static final long AMOUNT = 500;
    private static final long CAP = 750_00;
    private static final int THREADS = 4;

    @TempDir
    Path folder;

    /** A policy of its own for each process of the fleet: the same ledger and caps, another state directory. */
    private static Path policy(Lab lab, LoopbackRedis redis, String member, String... lines) {
        Path policy = lab.policyOf("bursar-" + member + ".yaml", "env:LAB_BILLING_KEY", lines);
        try {
            return Files.writeString(
                    policy,
                    Files.readString(policy).replace("state: " + lab.state, "state: " + lab.folder.resolve(member))
                            + "ledger: " + redis.url() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Jvm till(Lab lab, Path policy, String customers) {
        return lab.application(Till.class, policy)
                .argument(Integer.toString(THREADS))
                .argument(Long.toString(AMOUNT))
                .argument(customers)
                .argument("90");
    }

    private Jvm.Done verify(String member) {
        return Jvm.bursar("verify", folder.resolve(member).toString()).run(folder, "verify-" + member);
    }

    private static void await(Lab lab, int charges, List<Jvm.Running> running) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(80))
                .until(() -> lab.stripe.charges().size() >= charges
                        || running.stream().noneMatch(each -> each.process().isAlive()));
    }

    /** The fleet demo. */
    @Test
    void three_processes_stay_under_one_cap_while_one_is_killed_and_redis_restarts() {
        try (Lab lab = new Lab(folder);
                LoopbackRedis redis = new LoopbackRedis(folder)) {
            List<Path> policies = new ArrayList<>();
            List<Jvm.Running> running = new ArrayList<>();
            for (String member : List.of("one", "two", "three")) {
                policies.add(policy(lab, redis, member, "caps:", "  - 750.00 USD per month"));
            }
            for (int i = 0; i < 3; i++) {
                running.add(till(lab, policies.get(i), "cus_" + i + "_").start(folder, "till" + i));
            }
            await(lab, 30, running);
            assertThat(running.get(1).process().isAlive())
                    .as("killed while it works: %s", running.get(1).text())
                    .isTrue();
            running.get(1).kill();
            await(lab, 50, running);
            redis.kill();
            int before = lab.stripe.charges().size();
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            int during = lab.stripe.charges().size() - before;
            redis.start();
            running.set(1, till(lab, policies.get(1), "cus_again_").start(folder, "till-again"));
            List<Jvm.Done> done = running.stream().map(Jvm.Running::await).toList();

            long moved = lab.stripe.moneyIn("usd");
            StringBuilder totals = new StringBuilder("fleet: cap " + CAP + ", moved " + moved + ", in flight when redis"
                    + " stopped and carried out then " + during);
            for (int i = 0; i < 3; i++) {
                totals.append("; till ").append(i + 1).append(i == 1 ? " (killed, again)" : "");
                totals.append(" accepted ").append(done.get(i).value("accepted"));
                totals.append(", refused while redis was away ")
                        .append(done.get(i).value("away"));
                assertThat(done.get(i).value("ended")).isEqualTo("true");
                assertThat(done.get(i).value("other")).as("%s", done.get(i)).isEqualTo("0");
            }
            System.out.println(totals);

            // What was in flight at the kill and was not carried out stays charged, and nothing else is lost.
            assertThat(moved).isLessThanOrEqualTo(CAP).isGreaterThanOrEqualTo(CAP - THREADS * AMOUNT);
            assertThat(during).isLessThanOrEqualTo(3 * THREADS);
            Set<String> admitted = new HashSet<>();
            for (String member : List.of("one", "two", "three")) {
                assertThat(verify(member)).matches(each -> each.exit() == 0, "is whole");
                admitted.addAll(admittedKeys(member));
            }
            assertThat(admitted).containsAll(lab.chargedKeys());
        }
    }

    private List<String> admittedKeys(String member) {
        Jvm.Done dump = Jvm.bursar("dump", folder.resolve(member).toString(), "--format", "jsonl")
                .run(folder, "dump-" + member);
        assertThat(dump.exit()).as("%s", dump).isZero();
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> records = new ArrayList<>();
        for (String line : dump.out().lines().toList()) {
            try {
                records.add(json.readTree(line));
            } catch (IOException e) {
                throw new UncheckedIOException(line, e);
            }
        }
        return Lab.admittedKeys(records);
    }

    @Test
    void an_action_repeated_on_another_machine_finds_its_key_and_charges_once() {
        try (Lab lab = new Lab(folder);
                LoopbackRedis redis = new LoopbackRedis(folder)) {
            String[] stable = {
                "runs: [{method: \"com.acme.app.load.Biller#process\", id: arg0}]", "caps:", "  - 40.00 USD per month"
            };
            String charge;
            try (Lab.Session first = lab.session(policy(lab, redis, "one", stable), "first")) {
                charge = first.ask("process", "order_7", "cus_1", "2500");
                assertThat(charge).startsWith("ch_");
                first.running.kill();
            }
            try (Lab.Session second = lab.session(policy(lab, redis, "two", stable), "second")) {
                assertThat(second.ask("process", "order_7", "cus_1", "2500")).isEqualTo(charge);
                assertThat(second.ask("process", "order_8", "cus_1", "2500")).contains("429");
                redis.kill();
                assertThat(second.ask("process", "order_9", "cus_1", "500")).contains("503");
            }
            assertThat(lab.stripe.charges()).hasSize(1);
        }
    }

    @Test
    void a_redis_that_comes_back_empty_is_refused_until_it_is_restored_from_the_journals() {
        try (Lab lab = new Lab(folder);
                LoopbackRedis redis = new LoopbackRedis(folder)) {
            String[] caps = {"caps:", "  - 40.00 USD per month"};
            Path one = policy(lab, redis, "one", caps);
            Path two = policy(lab, redis, "two", caps);
            try (Lab.Session first = lab.session(one, "first");
                    Lab.Session second = lab.session(two, "second")) {
                assertThat(first.ask("process", "order_1", "cus_1", "2000")).startsWith("ch_");
                assertThat(second.ask("process", "order_2", "cus_2", "1500")).startsWith("ch_");
                redis.kill();
                redis.empty();
                redis.start();
                assertThat(first.ask("process", "order_3", "cus_1", "1500")).contains("503");
                assertThat(second.ask("process", "order_4", "cus_1", "1500")).contains("503");
                Jvm.Done restored = Jvm.bursar(
                                "restore",
                                one.toString(),
                                folder.resolve("one").toString(),
                                folder.resolve("two").toString())
                        .run(folder, "restore");
                assertThat(restored.exit()).as("%s", restored).isZero();
                assertThat(second.ask("process", "order_5", "cus_1", "1500")).contains("429");
                assertThat(first.ask("process", "order_6", "cus_1", "500")).startsWith("ch_");
                assertThat(second.ask("process", "order_7", "cus_1", "500")).contains("429");
            }
            assertThat(lab.stripe.moneyIn("usd")).isEqualTo(40_00);
            assertThat(verify("one").exit()).isZero();
            assertThat(verify("two").exit()).isZero();
        }
    }
}
