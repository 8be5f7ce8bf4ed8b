// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.ledger.Reservation;
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
    void writes_an_admission_on_every_side() throws Exception {
        try (Work work = Work.open()) {
            assertThat(Writes.measure(work, 2, new Writes.Length(1, 1)))
                    .contains("| `ChronicleJournal.write` |", "| plain write and `force(false)` |", "| Log4j, ");
        }
    }

    @Test
    void opens_a_journal_whole_and_from_its_snapshot_with_the_same_result() throws Exception {
        try (Work work = Work.open()) {
            assertThat(Openings.measure(work, 25_000, 1))
                    .contains("| by a full replay | 25000 |", "| from a snapshot | 2500 |");
        }
    }

    @Test
    void refuses_a_journal_too_short_for_a_snapshot() throws Exception {
        try (Work work = Work.open()) {
            assertThatThrownBy(() -> Openings.measure(work, 24_999, 1)).hasMessageContaining("24999");
        }
    }

    @Test
    void counts_what_the_ledger_and_the_bucket_are_measured_with() {
        Counters counters = new Counters();
        Counters.Each each = new Counters.Each();

        assertThat(counters.ledgerOwn(each)).isInstanceOf(Reservation.Held.class);
        assertThat(counters.ledgerShared(each)).isInstanceOf(Reservation.Held.class);
        assertThat(counters.bucketOwn(each)).isTrue();
        assertThat(counters.bucketShared()).isTrue();
    }

    @Test
    void reserves_in_a_redis_beside_a_bare_round_trip() throws Exception {
        assertThat(LedgerRedis.measure(1)).contains("| one bare EVALSHA", "| `RedisLedger.reserve`", "| Bucket4j");
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
