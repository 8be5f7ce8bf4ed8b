// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.api.Bursar;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One application that uses the API, with the agent and without it. Nothing in its policy binds its code to anybody. */
class ApiIT {

    private static final String[] ALL = {"order", "identity", "attempts", "rehearsal", "decisions", "log"};

    @TempDir
    Path folder;

    private Ground ground;
    private Path policy;

    @BeforeEach
    void open() {
        ground = new Ground(folder).key("billing", "charges:write").key("refunds", "refunds:write");
        policy = ground.policy("""
                callers:
                  billing:
                    vault_key: vk_billing
                    credential: file:billing.key
                    allow: [charges:write]
                  refunds:
                    vault_key: vk_refunds
                    credential: file:refunds.key
                    allow: [refunds:write]
                """);
        ground.write("logback.xml", """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>log=%X{bursar.run:-none} %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private Jvm scenes(String... names) throws URISyntaxException {
        Jvm jvm = Jvm.application("com.acme.app.api.Scenes", "33.3.0")
                .ahead(folder)
                .ahead(Path.of(Bursar.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()))
                .option("-Dapp.key=" + Ground.GLOBAL)
                .argument(ground.stripe.baseUrl());
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("bursar.it.jars")))) {
            jars.filter(jar -> jar.getFileName().toString().matches("(slf4j|logback).*"))
                    .forEach(jvm::ahead);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Stream.of(names).forEach(jvm::argument);
        return jvm;
    }

    private long charges(String scene) {
        return ground.stripe.charges().stream()
                .filter(charge -> ("cus_" + scene).equals(charge.customer()))
                .count();
    }

    @Test
    void does_nothing_where_the_agent_is_absent() throws Exception {
        Jvm.Done done = scenes(ALL).run(folder, "without");
        assertThat(done.exit()).as(done.toString()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.value("present")).isEqualTo("false");
        assertThat(done.value("orderrun")).isEqualTo("none");
        assertThat(done.value("refused")).isEqualTo("none");
        assertThat(done.value("rehearsed")).startsWith("ch_");
        assertThat(List.of(charges("tried"), charges("judged"), charges("rehearsed"), charges("stranger")))
                .containsExactly(3L, 3L, 1L, 1L);
        assertThat(ground.stripe.keysSeen()).containsExactly("global");
        assertThat(done.out()).contains("log=none logged in order 45");
    }

    @Test
    void says_who_calls_in_which_run_and_what_is_tried_again_where_the_agent_is_present() throws Exception {
        Jvm.Done done = scenes(ALL).agent(policy).run(folder, "with");
        assertThat(done.exit()).as(done.toString()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.value("present")).isEqualTo("true");
        assertThat(ground.stripe.keysSeen()).containsExactly("billing");

        names_the_caller(done);
        keeps_a_run_open_for_a_stage_and_not_longer(done);
        repeats_attempts_and_not_deliberate_charges(done);
        never_goes_live_inside_a_rehearsal(done);
        tells_the_last_decision(done);
        joins_the_log_with_the_journal(done);
    }

    private void names_the_caller(Jvm.Done done) {
        assertThat(done.value("call")).startsWith("ch_");
        assertThat(done.value("submitted")).startsWith("ch_");
        assertThat(done.value("after")).startsWith("AuthenticationException 401 bursar_nobody");
        assertThat(done.value("inner")).startsWith("PermissionException 403").contains("`refunds` may not call");
        assertThat(done.value("stranger"))
                .startsWith("AuthenticationException 401 bursar_nobody the caller `stranger` is not in the policy");
        assertThat(done.value("badname")).startsWith("AuthenticationException 401 bursar_conflict");
        assertThat(done.value("blank")).startsWith("AuthenticationException 401 bursar_conflict");
        assertThat(List.of(charges("after"), charges("inner"), charges("stranger"), charges("badname")))
                .containsOnly(0L);
    }

    private void keeps_a_run_open_for_a_stage_and_not_longer(Jvm.Done done) {
        assertThat(done.value("staged")).startsWith("ch_");
        assertThat(done.value("late")).startsWith("AuthenticationException 401 bursar_run_closed");
    }

    private void repeats_attempts_and_not_deliberate_charges(Jvm.Done done) {
        assertThat(List.of(charges("tried"), charges("judged"), charges("two"), charges("items")))
                .containsExactly(1L, 1L, 2L, 2L);
        assertThat(done.value("loose"))
                .startsWith("AuthenticationException 401 bursar_conflict")
                .contains("open a run around all attempts");
    }

    private void never_goes_live_inside_a_rehearsal(Jvm.Done done) {
        assertThat(done.value("rehearsed")).startsWith("ch_mock_");
        assertThat(done.value("rehearsedas")).isEqualTo("rehearsed");
        assertThat(charges("rehearsed")).isZero();
        assertThat(charges("real")).isEqualTo(1);
    }

    private void tells_the_last_decision(Jvm.Done done) {
        assertThat(done.value("refused"))
                .matches("refused billing billing/order-44 POST:/v1/refunds bursar_operation_not_allowed"
                        + " bursar\\.yaml:\\d+ false; `billing` may not call .*");
        assertThat(done.value("refund")).contains(done.value("refused").split("; ")[1]);
        assertThat(done.value("admitted"))
                .matches("admitted billing billing/order-44 POST:/v1/charges null bursar\\.yaml:\\d+ true; null");
        assertThat(done.value("elsewhere")).isEqualTo("none");
    }

    private void joins_the_log_with_the_journal(Jvm.Done done) {
        List<String> log = done.out()
                .lines()
                .filter(line -> line.startsWith("log="))
                .map(line -> line.substring(4))
                .toList();
        List<JsonNode> journal = ground.journal("--kind", "admitted");
        String unnamed = runOf(journal, "cus_unnamed");
        assertThat(runOf(journal, "cus_order")).isEqualTo(done.value("orderrun"));
        assertThat(log)
                .containsExactly(
                        runOf(journal, "cus_log") + " logged in order 45",
                        "billing/order-45 logged elsewhere in order 45",
                        "billing/order-46 logged in order 46",
                        "billing/order-45 logged again in order 45",
                        "billing/order-47 logged in order 47",
                        "none logged after",
                        "none logged elsewhere after",
                        "none logged elsewhere after",
                        "none logged before it has a name",
                        unnamed + " logged in " + unnamed);
        assertThat(done.value("putback")).isEqualTo("mine");
        assertThat(done.value("leftover")).isEqualTo("null");
        assertThat(done.value("request")).isEqualTo("r1");
    }

    private String runOf(List<JsonNode> journal, String customer) {
        String key = ground.stripe.charges().stream()
                .filter(charge -> customer.equals(charge.customer()))
                .map(Made::idempotencyKey)
                .findFirst()
                .orElseThrow();
        return journal.stream()
                .filter(record -> record.path("key").asText().equals(key))
                .map(record -> record.path("run").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void repeats_its_key_in_a_run_of_the_same_id_in_another_process() throws Exception {
        Jvm.Done first = scenes("order").agent(policy).run(folder, "first");
        Jvm.Done second = scenes("order").agent(policy).run(folder, "second");
        assertThat(first.value("order")).startsWith("ch_").isEqualTo(second.value("order"));
        assertThat(first.value("orderrun")).isEqualTo("billing/order-42").isEqualTo(second.value("orderrun"));
        assertThat(first.value("orderkey")).startsWith("bursar_").isEqualTo(second.value("orderkey"));
        assertThat(charges("order")).isEqualTo(1);
    }

    @Test
    void sets_up_no_logging_for_an_application_that_has_not() throws Exception {
        Jvm.Done done = scenes("attempts")
                .agent(policy)
                .option("-Xlog:class+load:file=classes.log")
                .run(folder, "unlogged");
        assertThat(charges("tried")).as(done.toString()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("classes.log")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("logback-") || line.contains("slf4j-api-"));
    }
}
