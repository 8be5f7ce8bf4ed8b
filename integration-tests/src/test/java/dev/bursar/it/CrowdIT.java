// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import com.acme.simulator.SeenRequest;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hundred runs of billing and refund agents at once, seen at the vendor. */
class CrowdIT {

    private static final int OF_EACH = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122})
    void two_hundred_runs_on_eight_threads_mix_no_keys_up_and_lose_none(long seed) throws Exception {
        mixes_no_keys_up_and_loses_none("pool", seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20261123})
    @EnabledForJreRange(min = JRE.JAVA_21)
    void two_hundred_runs_on_virtual_threads_mix_no_keys_up_and_lose_none(long seed) throws Exception {
        mixes_no_keys_up_and_loses_none("virtual", seed);
    }

    private void mixes_no_keys_up_and_loses_none(String threads, long seed) throws Exception {
        try (Ground ground = new Ground(folder)) {
            ground.key("billing", "charges:write").key("refunds", "refunds:write");
            Path policy = ground.policy("""
                    callers:
                      billing:
                        is: [com.acme.billing.**]
                        credential: file:billing.key
                        allow: [POST /v1/charges: {amount: {max: 2.00 USD}}]
                        caps: [100.00 USD per day]
                        idempotency: {same: [customer, amount, currency]}
                      refunds:
                        is: [com.acme.refunds.**]
                        credential: file:refunds.key
                        allow: [POST /v1/refunds: {amount: {max: 2.00 USD, required: true}}]
                        caps: [50.00 USD per day]
                    """);
            Jvm crowd = Jvm.application("com.acme.app.crowd.Crowd", classes(), libraries())
                    .agent(policy)
                    .option("-Dapp.key=" + Ground.GLOBAL)
                    .argument(ground.stripe.baseUrl())
                    .argument(threads)
                    .argument(Long.toString(seed))
                    .argument("cus_crowd_");
            for (int i = 0; i < OF_EACH; i++) {
                crowd.argument(earlierCharge(ground));
            }
            Jvm.Done done = crowd.run(folder, "crowd");

            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(done.err()).isEmpty();
            assertThat(done.value("done")).as(done.toString()).isEqualTo(Integer.toString(2 * OF_EACH));
            List<SeenRequest> seen = ground.stripe.requests().stream()
                    .filter(each -> !each.key().equals("global"))
                    .toList();
            assertThat(seen)
                    .allSatisfy(each -> assertThat(each.key())
                            .isEqualTo(each.path().equals("/v1/charges") ? "billing" : "refunds"));
            List<Made> charged = ground.stripe.charges().stream()
                    .filter(each -> each.key().equals("billing"))
                    .toList();
            assertThat(charged)
                    .as("each customer once, however often its agent ran")
                    .hasSize(OF_EACH);
            assertThat(charged).extracting(Made::customer).doesNotHaveDuplicates();
            assertThat(ground.stripe.refunds()).hasSize(OF_EACH);
            assertThat(ground.journal("--kind", "settled", "--caller", "billing"))
                    .as("the second run of each agent is given the result of the first, in whatever words it asks")
                    .filteredOn(record -> record.get("decision").asText().equals("replayed"))
                    .hasSize(OF_EACH);
        }
    }

    private static String earlierCharge(Ground ground) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ground.stripe.baseUrl() + "/v1/charges"))
                                .header("Authorization", "Bearer " + Ground.GLOBAL)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "amount=100&currency=usd&customer=cus_earlier&source=tok_visa"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.body().replaceAll("(?s).*\"id\"\\s*:\\s*\"(ch_\\w+)\".*", "$1");
    }

    private static Path classes() {
        return Path.of(System.getProperty("bursar.it.classes"));
    }

    /** What the application runs on: everything of the tests' class path but Bursar itself. */
    private static String libraries() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(each -> each.contains("demo-app") || !each.contains(File.separator + "agent" + File.separator))
                .filter(each -> !each.contains("bursar-launcher") && !each.contains("bursar-runtime"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
