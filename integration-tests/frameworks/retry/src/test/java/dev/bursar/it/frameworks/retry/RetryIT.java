// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.retry;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a customer is charged for work that is tried again, by every library in several versions. */
class RetryIT {

    private static final Path VERSIONS = Path.of(System.getProperty("bursar.it.classes"))
            .resolveSibling("..")
            .resolve("versions")
            .normalize();

    /** How many charges each kind of scene makes: before, after. The last part of a scene's name is its kind. */
    private static final Map<String, int[]> KINDS = kinds();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"newest", "between", "oldest"})
    void charges_once_for_what_was_tried_again(String version) throws IOException {
        String classPath = Files.readString(VERSIONS.resolve(version).resolve("target/classpath"));
        Played before = play(version, classPath, false);
        Played after = play(version, classPath, true);

        before.charges().forEach((scene, count) -> Rows.count("retry", version, scene, Rows.Side.WITHOUT, count));
        after.charges().forEach((scene, count) -> Rows.count("retry", version, scene, Rows.Side.WITH, count));
        assertThat(after.said()).as("what reached the application").isEqualTo(before.said());
        Set<String> present = before.said().entrySet().stream()
                .filter(each -> !each.getValue().equals("absent"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(present)
                .as("scenes played")
                .hasSizeGreaterThan(80)
                .contains(
                        "failsafe-async-once",
                        "resilience4j-result-stage",
                        "springretry-once",
                        "springcore-output",
                        "smallrye-async-up",
                        "failsafe-langchain4j",
                        "resilience4j-langchain4j",
                        "nested-sync",
                        "nested-async");
        if (version.equals("newest")) {
            assertThat(present)
                    .as("with nothing left out")
                    .isEqualTo(before.said().keySet());
        }
        assertThat(before.charges()).isEqualTo(expected(present, 0));
        assertThat(after.charges()).isEqualTo(expected(present, 1));
    }

    private static Map<String, int[]> kinds() {
        Map<String, int[]> kinds = new LinkedHashMap<>();
        // Three tries of one charge.
        kinds.put("up", new int[] {3, 1});
        kinds.put("recovered", new int[] {3, 1});
        // Two tries of two equal charges.
        kinds.put("two", new int[] {4, 2});
        // Two executions of two tries.
        kinds.put("twice", new int[] {4, 2});
        kinds.put("reused", new int[] {4, 2});
        // Four executions at once, of two tries of two charges.
        kinds.put("threads", new int[] {16, 8});
        // Three tries of three tries.
        kinds.put("nested-sync", new int[] {9, 1});
        kinds.put("nested-async", new int[] {9, 1});
        return kinds;
    }

    private static Map<String, Integer> expected(Set<String> scenes, int when) {
        Map<String, Integer> charges = new TreeMap<>();
        for (String scene : scenes) {
            int[] kind = KINDS.getOrDefault(scene, KINDS.get(scene.substring(scene.lastIndexOf('-') + 1)));
            // Everything else is two tries of one charge.
            charges.put(scene, kind == null ? 2 - when : kind[when]);
        }
        return charges;
    }

    /**
     * @param said each scene's result, without what differs from one time to the next
     * @param charges how many charges each scene made
     */
    private record Played(Map<String, String> said, Map<String, Integer> charges) {}

    private Played play(String version, String classPath, boolean agent) throws IOException {
        String name = version + (agent ? "-after" : "-before");
        Path here = Files.createDirectory(folder.resolve(name));
        try (Ground ground = new Ground(here)) {
            ground.key("billing", "charges:write");
            Path policy = ground.policy("""
                    callers:
                      billing:
                        is: [com.acme.retry.Billing]
                        credential: file:billing.key
                        allow: [charges:write]
                    """);
            Jvm office = Jvm.application(
                            "com.acme.retry.Office", Path.of(System.getProperty("bursar.it.classes")), classPath)
                    .option("-Dapp.key=" + Ground.GLOBAL)
                    // More than one thread for what runs in the common pool, whatever the machine has.
                    .option("-Djava.util.concurrent.ForkJoinPool.common.parallelism=3")
                    .argument(ground.stripe.baseUrl());
            Jvm.Done done = (agent ? office.agent(policy) : office).run(here, name);
            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(done.err()).doesNotContain("bursar");
            assertThat(ground.stripe.keysSeen()).containsExactly(agent ? "billing" : "global");
            Map<String, String> said = new TreeMap<>();
            Map<String, String> scenes = new TreeMap<>();
            for (String line : done.out().lines().toList()) {
                String scene = line.substring(0, line.indexOf('='));
                scenes.put("cus_" + scene.replace('-', '_'), scene);
                said.put(scene, line.substring(scene.length() + 1).replaceAll("ch_\\w+", "ch"));
            }
            Map<String, Integer> charges = new TreeMap<>();
            for (Made charge : ground.stripe.charges()) {
                charges.merge(scenes.getOrDefault(String.valueOf(charge.customer()), "?"), 1, Integer::sum);
            }
            said.forEach((scene, what) -> {
                if (what.equals("absent")) {
                    // A version may find out only after it has charged.
                    charges.remove(scene);
                }
            });
            return new Played(said, charges);
        }
    }
}
