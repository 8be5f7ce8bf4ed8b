// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal beside the traces of an application that has OpenTelemetry. */
class TracesIT {

    private static final List<Class<?>> OPEN_TELEMETRY = List.of(
            Span.class, Context.class, ComponentLoader.class, CompletableResultCode.class, SdkTracerProvider.class);

    @TempDir
    Path folder;

    @Test
    void each_call_is_recorded_with_the_span_it_was_made_in() throws Exception {
        try (Ground ground = new Ground(folder)) {
            ground.key("billing", "charges:write");
            Path policy = ground.policy("""
                    callers:
                      billing:
                        is: [com.acme.app.billing.**]
                        credential: file:billing.key
                        allow: [charges:write]
                        caps: [100.00 USD per day]
                    """);
            Jvm traced = Jvm.application("com.acme.app.traced.Traced", "33.3.0")
                    .agent(policy)
                    .argument(ground.stripe.baseUrl());
            for (Class<?> each : OPEN_TELEMETRY) {
                traced.ahead(jar(each));
            }
            Jvm.Done done = traced.run(folder, "traced");
            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(done.err())
                    .as("the application's context storage was its own to set up")
                    .isEmpty();
            assertThat(done.value("own")).isEqualTo("true");
            assertThat(done.value("refused")).isEqualTo("bursar_cap_reached");

            List<JsonNode> records = ground.journal("--kind", "admitted,settled,refused");
            assertThat(records)
                    .extracting(record -> record.path("amount").asText())
                    .contains("1.00", "2.00", "3.00");
            for (JsonNode record : records) {
                boolean inside = List.of("2.00", "100000.00")
                        .contains(record.path("amount").asText());
                assertThat(record.path("trace").asText("")).isEqualTo(inside ? done.value("trace") : "");
                assertThat(record.path("span").asText("")).isEqualTo(inside ? done.value("span") : "");
            }
            assertThat(records).filteredOn(record -> record.has("trace")).hasSize(3);
        }
    }

    private static Path jar(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
