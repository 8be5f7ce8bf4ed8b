// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.threads;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The thread matrix: every way to hand work to another thread, with the libraries' newest versions and with older ones. */
class ThreadsIT {

    private static final Path CLASSES = Path.of(System.getProperty("bursar.it.classes"));
    private static final Path DOCUMENTED = Path.of("../../../docs/frameworks/threads.md");
    private static final int STRUCTURED = 25;

    /** How many equal charges an agent means to make, each of which a retry makes again. */
    private static final Map<String, Integer> MEANT =
            Map.of("mono", 1, "flux", 1, "backoff", 1, "pool", 1, "once", 2, "equal", 2);

    @TempDir
    Path folder;

    /** One way to hand work over, and what came of it. */
    private record Row(String group, String hop, String key, String after, String closed) {
        @Override
        public String toString() {
            return "| " + group + " | " + hop + " | " + key + " | " + after + " | " + closed + " |";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "older"})
    void every_hop_carries_the_caller_and_leaves_nobody_behind(String version) throws IOException {
        try (Ground ground = new Ground(folder)) {
            Jvm.Done done = matrix(version, ground, policy(ground));
            assertThat(done.err()).isEmpty();
            List<Row> table = table(done, ground);
            System.out.println("| | hop | key | after | closed |\n"
                    + table.stream().map(Row::toString).collect(Collectors.joining("\n")));
            assertThat(table).hasSizeGreaterThan(40).allSatisfy(row -> {
                assertThat(row.key()).as("%s: the key that came", row).isEqualTo("billing");
                assertThat(row.after()).as("%s: whose the thread is after", row).isEqualTo("nobody");
                assertThat(row.closed())
                        .as("%s: what comes after the run has closed", row)
                        .isIn("refused", "waits");
            });
            assertThat(Files.readAllLines(DOCUMENTED))
                    .as("the table in the documentation")
                    .containsAll(table.stream().map(Row::toString).toList());
            bareThreads(done, ground);
            assertThat(retried(ground)).isEqualTo(MEANT);
        }
    }

    @Test
    void without_the_agent_every_retry_charges_again() throws IOException {
        try (Ground ground = new Ground(folder)) {
            matrix("newest", ground, null);
            assertThat(ground.stripe.keysSeen()).containsExactly("global");
            Map<String, Integer> twice = new LinkedHashMap<>();
            MEANT.forEach((retry, meant) -> twice.put(retry, 2 * meant));
            assertThat(retried(ground)).isEqualTo(twice);
        }
    }

    /** Nobody can tell what a bare thread is for, so it carries nobody; but what a rehearsal starts stays a rehearsal. */
    private static void bareThreads(Jvm.Done done, Ground ground) {
        List<String> threads = values(done, "thread=");
        assertThat(threads).hasSizeGreaterThanOrEqualTo(2);
        for (String thread : threads) {
            assertThat(done.value("bare " + thread)).as("bare " + thread).contains("401 bursar_nobody");
            assertThat(done.value("rehearsed " + thread))
                    .as("rehearsed " + thread)
                    .startsWith("ch_");
            assertThat(customersOf(ground)).doesNotContain(customer(thread, "rehearsed"));
            assertThat(done.value("live " + thread)).as("live " + thread).startsWith("ch_");
            assertThat(customersOf(ground)).contains(customer(thread, "live"));
        }
    }

    private static List<Row> table(Jvm.Done done, Ground ground) {
        List<Row> rows = new ArrayList<>();
        for (String hop : values(done, "hop=")) {
            String name = hop.substring(hop.indexOf('|') + 1);
            rows.add(new Row(
                    hop.substring(0, hop.indexOf('|')),
                    name,
                    key(done.value("key " + name), customer(name, "key"), ground),
                    every(done.value("after " + name), "401 bursar_nobody", "nobody"),
                    every(done.value("closed " + name), "401 bursar_run_closed", "refused")));
        }
        return rows;
    }

    /** The key the server saw all charges of a customer with, if what the application was told is that they were made. */
    private static String key(String outcome, String customer, Ground ground) {
        List<String> keys = ground.stripe.charges().stream()
                .filter(charge -> String.valueOf(charge.customer()).startsWith(customer))
                .map(Made::key)
                .toList();
        String[] outcomes = outcome.split(" & ", -1);
        for (String each : outcomes) {
            if (!each.startsWith("ch_")) {
                return each;
            }
        }
        return keys.size() == outcomes.length
                ? String.join(" and ", keys.stream().distinct().toList())
                : "" + keys;
    }

    private static String every(String outcome, String code, String word) {
        for (String each : outcome.split(" & ", -1)) {
            if (!each.contains(code)) {
                return each;
            }
        }
        return word;
    }

    private static Map<String, Integer> retried(Ground ground) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String customer : customersOf(ground)) {
            if (customer.startsWith("cus_retry_")) {
                counts.merge(customer.substring("cus_retry_".length()), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static List<String> customersOf(Ground ground) {
        return ground.stripe.charges().stream()
                .map(charge -> String.valueOf(charge.customer()))
                .toList();
    }

    /** As the application names the customer of the first charge of one cell. */
    private static String customer(String hop, String check) {
        return "cus_" + Integer.toHexString(hop.hashCode()) + "_" + check + (check.equals("key") ? "_" : "_0");
    }

    private static List<String> values(Jvm.Done done, String prefix) {
        return done.out()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    private static Jvm.Done matrix(String version, Ground ground, @Nullable Path policy) throws IOException {
        String classPath = Files.readString(Path.of("versions", version, "target", "classpath"));
        Jvm jvm = Jvm.application("com.acme.threads.Matrix", CLASSES, classPath.trim())
                .option("-Dapp.key=" + Ground.GLOBAL)
                // More than one thread for parallel streams, whatever the machine has.
                .option("-Djava.util.concurrent.ForkJoinPool.common.parallelism=3")
                .argument(ground.stripe.baseUrl());
        if (Runtime.version().feature() >= STRUCTURED) {
            jvm.option("--enable-preview").option("-Dreactor.schedulers.defaultBoundedElasticOnVirtualThreads=true");
        }
        Jvm.Done done = (policy == null ? jvm : jvm.agent(policy)).run(ground.folder, "matrix");
        assertThat(done.exit()).as(done.toString()).isZero();
        return done;
    }

    private static Path policy(Ground ground) {
        ground.key("billing", "charges:write").key("refunds", "charges:write");
        return ground.policy("""
            callers:
              billing:
                is: [com.acme.threads.Billing]
                runs: [com.acme.threads.Billing#leavesBehind]
                credential: file:billing.key
                allow: [charges:write]
              refunds:
                is: [com.acme.threads.Refunds]
                credential: file:refunds.key
                allow: [charges:write]
            rehearse:
              when: ["com.acme.threads.Evaluation#tries"]
            """);
    }
}
