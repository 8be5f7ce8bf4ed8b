// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.semantickernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.semantickernel.Cases;
import com.acme.simulator.SeenRequest;
import com.stripe.model.Charge;
import com.stripe.net.RequestOptions;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import dev.bursar.it.harness.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often customers are charged by Semantic Kernel where it repeats itself, and what its models are told. */
class SemanticKernelIT {

    /** What is repeated although it was meant once, and how often without Bursar. */
    private static final Map<String, Integer> REPEATED = Map.of(
            "thrown",
            2,
            "failed",
            2,
            "asked_again",
            2,
            "asked_again_twice",
            3,
            "retry",
            2,
            "retry_when",
            2,
            "prompt",
            2);

    /** What is meant twice. */
    private static final List<String> MEANT = List.of("equal", "equal_later", "two_runs");

    private static final Path CLASSES = Path.of(System.getProperty("bursar.it.classes"));

    @TempDir
    Path folder;

    private @Nullable Ground ground;

    @BeforeEach
    void open() {
        ground = new Ground(folder).key("billing", "charges:write").key("refunds", "refunds:write");
    }

    @AfterEach
    void close() {
        ground().close();
    }

    private Ground ground() {
        if (ground == null) {
            throw new AssertionError();
        }
        return ground;
    }

    @ParameterizedTest(name = "Semantic Kernel {0}")
    @ValueSource(strings = "1.4.2")
    void charges_twice_without_bursar_what_is_repeated(String version) throws Exception {
        Jvm.Done done = application(version, Ground.GLOBAL).run(folder, "application");

        assertThat(done.exit()).as("%s", done).isZero();
        Map<String, Integer> wanted = new TreeMap<>(REPEATED);
        MEANT.forEach(name -> wanted.put(name, 2));
        charges().forEach((name, count) -> Rows.count("semantic-kernel", version, name, Rows.Side.WITHOUT, count));
        assertThat(charges()).as("%s", done).isEqualTo(wanted);
        assertThat(ground().stripe.keysSeen()).containsExactly("global");
    }

    @ParameterizedTest(name = "Semantic Kernel {0}")
    @ValueSource(strings = "1.4.2")
    void charges_once_what_is_repeated_and_twice_what_is_meant_twice(String version) throws Exception {
        Path policy = ground().policy("""
                callers:
                  billing:
                    is: [com.acme.semantickernel.billing.**]
                    credential: file:billing.key
                    allow: [charges:write]
                  refunds:
                    is: [com.acme.semantickernel.refunds.**]
                    credential: file:refunds.key
                    allow:
                      - POST /v1/refunds:
                          amount: {max: 5.00 USD, required: true}
                """);

        Jvm.Done done = application(version, "-").agent(policy).run(folder, "application");

        assertThat(done.exit()).as("%s", done).isZero();
        assertThat(done.err()).doesNotContain("bursar:");
        Map<String, Integer> wanted = new TreeMap<>();
        REPEATED.keySet().forEach(name -> wanted.put(name, 1));
        MEANT.forEach(name -> wanted.put(name, 2));
        charges().forEach((name, count) -> Rows.count("semantic-kernel", version, name, Rows.Side.WITH, count));
        assertThat(charges()).as("%s", done).isEqualTo(wanted);
        assertThat(keys("/v1/charges")).containsOnly("billing");
        assertThat(ground().stripe.refunds()).isEmpty();

        String sentence = "`amount` is `9.00 USD`; `refunds` may state at most `5.00 USD`";
        assertThat(done.value("told_refundLater")).contains(sentence);
        assertThat(done.value("told_refundCarefully")).contains(sentence);
        // The message of what a method throws is not handed on; see docs/frameworks/semantic-kernel.md.
        assertThat(done.value("told_refund"))
                .contains("Call failed: ")
                .contains("Function threw an exception: refund")
                .doesNotContain("9.00 USD");
    }

    private Jvm application(String version, String key) throws Exception {
        Charge charge = Charge.create(
                Map.of("amount", 5_000, "currency", "usd", "customer", "cus_old"),
                RequestOptions.builder()
                        .setApiKey(Ground.GLOBAL)
                        .setBaseUrl(ground().stripe.baseUrl())
                        .build());
        String classPath = Files.readString(CLASSES.resolve("../../versions/" + version + "/target/classpath"));
        return Jvm.application(Cases.class.getName(), CLASSES, classPath.strip())
                .argument(ground().stripe.baseUrl())
                .argument(key)
                .argument(charge.getId());
    }

    /** How often each case charged its customer. */
    private Map<String, Integer> charges() {
        return ground().stripe.charges().stream()
                .filter(made -> !"cus_old".equals(made.customer()))
                .collect(Collectors.toMap(
                        made -> String.valueOf(made.customer()).replaceFirst("^cus_", ""),
                        made -> 1,
                        Integer::sum,
                        TreeMap::new));
    }

    /** The keys that the application's own requests were made with. */
    private List<String> keys(String path) {
        return ground().stripe.requests("POST", path).stream()
                .filter(request -> !"cus_old".equals(request.params().get("customer")))
                .map(SeenRequest::key)
                .toList();
    }
}
