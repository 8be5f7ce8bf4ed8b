// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.springai;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything an agent on Spring AI does twice, counted at the simulator: as it is today, and with Bursar. */
class SpringAiIT {

    private static final String POLICY = """
            callers:
              cashier:
                is: [com.acme.springai.Cashier]
                credential: file:cashier.key
                allow: ["POST /v1/charges": {amount: {max: 100.00 USD}}]
              desk:
                is: [com.acme.springai.Desk, com.acme.springai.Clerk]
                credential: file:desk.key
                allow: ["POST /v1/charges"]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.9", "1.1.8", "2.0.1"})
    void charges_once_for_one_action_and_twice_for_two(String version) throws IOException {
        Map<String, Expected> expected = Expected.of(version);
        try (Ground ground = new Ground(folder)) {
            Jvm.Done before = shop(version, ground).run(folder, "before");
            assertThat(before.exit()).as(before.toString()).isZero();
            charges(ground)
                    .forEach((scene, count) -> Rows.count("spring-ai", version, scene, Rows.Side.WITHOUT, count));
            assertThat(charges(ground)).as(before.toString()).isEqualTo(sums(expected, false));
        }
        try (Ground ground = new Ground(folder)) {
            ground.key("cashier", "charges:write").key("desk", "charges:write");
            Jvm.Done after = shop(version, ground).agent(ground.policy(POLICY)).run(folder, "after");
            assertThat(after.exit()).as(after.toString()).isZero();
            assertThat(after.err())
                    .as("no alarm of a hook that matches nothing")
                    .doesNotContain("bursar");
            charges(ground).forEach((scene, count) -> Rows.count("spring-ai", version, scene, Rows.Side.WITH, count));
            assertThat(charges(ground)).as(after.toString()).isEqualTo(sums(expected, true));
            expected.forEach(
                    (scene, one) -> assertThat(after.value(scene)).as(scene).matches(one.outcome()));
            every_charge_came_under_the_key_of_its_agent(ground, after);
            tells_the_model_why(version, after);
        }
    }

    private void every_charge_came_under_the_key_of_its_agent(Ground ground, Jvm.Done after) {
        assertThat(ground.stripe.keysSeen()).containsExactlyInAnyOrder("cashier", "desk");
        for (Made charge : ground.stripe.charges()) {
            String customer = String.valueOf(charge.customer());
            assertThat(charge.key()).as(customer).isEqualTo(desks(customer) ? "desk" : "cashier");
        }
    }

    private static boolean desks(String customer) {
        return customer.contains("desk") || customer.contains("Clerk");
    }

    private void tells_the_model_why(String version, Jvm.Done after) {
        String sentence =
                "`amount` is `9000\\.00 USD`; `cashier` may state at most `100\\.00 USD`; .*bursar_amount_too_large";
        String told = "done \\[" + sentence + "]";
        assertThat(after.value("refused")).matches(told);
        assertThat(after.value("refusedFunction"))
                .as("what a function throws goes to the application in 1.0.0, to the model since")
                .matches(version.equals("1.0.0") ? "IllegalStateException " + sentence : told);
        assertThat(after.value("refusedOpenly"))
                .as("a checked exception of a tool goes to the application, to the model in 1.0.0")
                .matches(version.equals("1.0.0") ? told : "ToolExecutionException " + sentence);
    }

    private static Jvm shop(String version, Ground ground) throws IOException {
        String classPath = Files.readString(Path.of("versions", version, "target", "classpath"))
                .strip();
        return Jvm.application("com.acme.springai.Shop", Path.of(System.getProperty("bursar.it.classes")), classPath)
                .option("-Dapp.key=" + Ground.GLOBAL)
                .argument(ground.stripe.baseUrl());
    }

    /** Charges for each case; a crowd counts as one. */
    private static Map<String, Integer> charges(Ground ground) {
        return ground.stripe.charges().stream()
                .map(charge -> String.valueOf(charge.customer())
                                .replaceFirst("^cus_(crowd)?.*", "$1")
                                .isEmpty()
                        ? String.valueOf(charge.customer()).substring("cus_".length())
                        : "crowd")
                .filter(scene -> !scene.equals("refused"))
                .collect(Collectors.toMap(scene -> scene, scene -> 1, Integer::sum, TreeMap::new));
    }

    private static Map<String, Integer> sums(Map<String, Expected> expected, boolean after) {
        Map<String, Integer> sums = new TreeMap<>();
        expected.forEach((scene, one) -> sums.put(scene, after ? one.after() : one.before()));
        return sums;
    }

    /**
     * What becomes of one case.
     *
     * @param before charges without Bursar
     * @param after charges with it
     * @param outcome what the application got, as a pattern
     */
    private record Expected(int before, int after, String outcome) {

        private static final Set<String> NEWER = Set.of("1.1.8", "2.0.1");

        static Map<String, Expected> of(String version) {
            Map<String, Expected> all = new TreeMap<>();
            String told = "done \\[the receipt printer is jammed, \"ch_\\w+\"]";
            all.put("once", new Expected(1, 1, "done"));
            all.put("thrown", new Expected(2, 1, told));
            all.put("thrownFunction", new Expected(2, 1, told));
            all.put("twoInOneAnswer", new Expected(2, 2, "done"));
            all.put("twoTurns", new Expected(2, 2, "done"));
            all.put("twoCalls", new Expected(2, 2, "done done"));
            for (String scene :
                    List.of("deskMethod", "deskFunction", "deskStream", "helper", "helperClerk", "streamHelperClerk")) {
                all.put(scene, new Expected(1, 1, "done"));
            }
            all.put("helperTwice", new Expected(2, 2, "done"));
            all.put("streamAfter", new Expected(1, 1, "done"));
            streams(all);
            if (version.equals("1.0.0")) {
                // What a function throws is not told to the model in it, but ends the call.
                all.put("thrownFunction", new Expected(1, 1, "IllegalStateException the receipt printer is jammed"));
            }
            if (NEWER.contains(version)) {
                boolean loopInModel = version.startsWith("1.");
                all.put("ownLoopTwoTurns", new Expected(2, 2, "done"));
                all.put("toolAdvisorTwoTurns", new Expected(2, 2, "done"));
                validations(all, loopInModel);
                judges(all, loopInModel);
            }
            return all;
        }

        private static void streams(Map<String, Expected> all) {
            all.put("stream", new Expected(1, 1, "done"));
            all.put("streamThrown", new Expected(2, 1, "done"));
            all.put("streamTwoInOneAnswer", new Expected(2, 2, "done"));
            all.put("streamTwoTurns", new Expected(2, 2, "done"));
            all.put("crowd", new Expected(24, 24, "24"));
        }

        /** Above the tool loop an advisor repeats it; below it, only the model is asked again. */
        private static void validations(Map<String, Expected> all, boolean loopInModel) {
            String receipt = "\\{\"id\": \"done\"}";
            for (int bad : new int[] {1, 3}) {
                all.put("validated" + bad, new Expected(loopInModel ? 1 + bad : 1, 1, receipt));
                all.put("validatedOutside" + bad, new Expected(1 + bad, 1, receipt));
                all.put("validatedOutsideAdvisor" + bad, new Expected(1 + bad, 1, receipt));
                all.put("validatedInsideAdvisor" + bad, new Expected(1, 1, receipt));
            }
        }

        private static void judges(Map<String, Expected> all, boolean loopInModel) {
            for (String judged : List.of("judged", "streamJudged")) {
                all.put(judged + "Outside", new Expected(3, 1, "done"));
                all.put(judged + "OutsideAdvisor", new Expected(3, 1, "done"));
                all.put(judged + "Inside", new Expected(loopInModel ? 3 : 1, 1, "done"));
                all.put(judged + "InsideAdvisor", new Expected(1, 1, "done"));
            }
            all.put("helperJudged", new Expected(3, 1, "done"));
            all.put("streamHelperJudged", new Expected(3, 1, "done"));
            all.put("judgedWithHelper", new Expected(2, 1, "done"));
        }
    }
}
