// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.policy.Verdict;
import org.junit.jupiter.api.Test;

/** Runs each benchmark as briefly as it can. It measures nothing. */
class SmokeIT {

    @Test
    void starts_every_kind_of_process_once() throws Exception {
        try (Work work = Work.open()) {
            assertThat(Startup.measure(work, 1)).contains("| no call, with Bursar |", "| one call, with Bursar |");
        }
    }

    @Test
    void starts_a_spring_boot_application_bare_and_under_each_agent() throws Exception {
        try (Work work = Work.open()) {
            assertThat(Startup.springBoot(work, 1))
                    .contains("| Spring Boot, with Bursar |", "| Spring Boot, with the OpenTelemetry agent |");
        }
    }

    @Test
    void runs_an_ai_service_bare_and_under_the_agent() throws Exception {
        assertThat(new AiService().chatWithOneTool()).isEqualTo("done");
        try (Work work = Work.open()) {
            assertThat(Agents.measure(work, 1, 1)).contains("| bare |", "| with Bursar |");
        }
    }

    @Test
    void makes_a_call_of_each_kind_on_both_sides() throws Exception {
        try (Work work = Work.open()) {
            assertThat(Calls.measure(work, 2, new Calls.Length(1, 1)))
                    .contains("| GET, a read |", "| POST, a charge |", "One fsync");
        }
    }

    @Test
    void reserves_in_a_redis_beside_a_bare_round_trip() throws Exception {
        assertThat(LedgerRedis.measure(1)).contains("| one bare EVALSHA", "| `RedisLedger.reserve`");
    }

    @Test
    void allows_what_the_engine_is_measured_with() {
        Engine engine = new Engine();

        assertThat(engine.decideCharge()).isInstanceOf(Verdict.Allowed.class);
        assertThat(engine.decideRead()).isInstanceOf(Verdict.Allowed.class);
        assertThat(engine.openCharge().mark()).isNotEmpty();
        assertThat(engine.openRead().mark()).isNotEmpty();
        assertThat(engine.agentRun()).isNotNull();
    }

    @Test
    void takes_the_middle_of_what_was_measured() {
        Sample sample = new Sample();
        for (int each = 100; each > 0; each--) {
            sample.add(each);
        }

        assertThat(sample.median()).isEqualTo(50);
        assertThat(sample.percentile(99)).isEqualTo(99);
    }
}
