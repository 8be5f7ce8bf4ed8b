// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.evidence.Forged;
import dev.bursar.runtime.evidence.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page says and what the reader does are the same: a reader made from the page reads what ours reads, and ours what the page's writer writes. */
class IndependentReaderTest {

    @TempDir
    Path state;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_122, 77})
    void reads_what_was_written_by_several_processes(long seed) throws Exception {
        Random random = new Random(seed);
        int processes = 2 + random.nextInt(3);
        for (int i = 0; i < processes; i++) {
            try (Journal journal = ChronicleJournal.open(state, recorded -> {})) {
                for (int n = random.nextInt(40); n > 0; n--) {
                    if (random.nextBoolean()) {
                        journal.write(Entries.random(random));
                    } else {
                        journal.note(Entries.random(random));
                    }
                }
            }
        }
        List<Recorded> ours = ours();
        assertThat(ours).isNotEmpty();
        assertSame(Forged.read(state), ours);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_122, 77})
    void reads_records_of_all_versions(long seed) throws Exception {
        Random random = new Random(seed);
        Forged forged = Forged.fresh(state);
        for (int version = 1; version <= 3; version++) {
            Forged.Dir dir = forged.add("2026-11-0" + version + "T10:00:00Z");
            for (int n = 1 + random.nextInt(20); n > 0; n--) {
                int each = random.nextInt(4) == 0 ? 3 : version;
                Map<String, Object> fields = fields(Entries.random(random), each);
                dir.records.add(new Page.Rec(each, 0, 0, new byte[32], fields, Page.raw(each, fields), new byte[32]));
            }
        }
        forged.rechain();
        assertSame(Forged.read(state), ours());
        assertThat(JournalScan.of(state, (recorded, file, at) -> {}).problems()).isEmpty();
    }

    private List<Recorded> ours() throws IOException {
        List<Recorded> ours = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(ours::add);
        }
        return ours;
    }

    private static void assertSame(Forged page, List<Recorded> ours) {
        List<Page.Rec> theirs = page.records();
        assertThat(theirs).hasSameSizeAs(ours);
        for (int i = 0; i < theirs.size(); i++) {
            Page.Rec rec = theirs.get(i);
            Recorded recorded = ours.get(i);
            assertThat(rec.sequence()).isEqualTo(recorded.sequence());
            assertThat(rec.hash()).asHexString().isEqualToIgnoringCase(recorded.hash());
            assertThat(rec.previous()).asHexString().isEqualToIgnoringCase(recorded.previous());
            assertThat(rec.fields()).isEqualTo(fields(recorded.entry(), rec.version()));
        }
    }

    /** By the names of the page; what is absent is not there. */
    private static Map<String, Object> fields(Entry entry, int version) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "time", ChronoUnit.MICROS.between(Instant.EPOCH, entry.time()));
        put(fields, "kind", entry.kind().word());
        put(fields, "call", entry.call());
        put(fields, "caller", entry.caller());
        put(fields, "run", entry.run());
        put(fields, "attempt", entry.attempt());
        put(fields, "site", entry.site());
        put(fields, "vendor", entry.vendor());
        put(fields, "operation", entry.operation());
        put(fields, "decision", entry.decision());
        put(fields, "rule", entry.rule());
        put(fields, "reason", entry.reason());
        Money amount = entry.amount();
        put(fields, "amount", amount == null ? null : amount.micros() + " " + amount.currency());
        put(fields, "key", entry.key());
        put(fields, "body hash", entry.bodyHash());
        put(fields, "status", entry.status());
        put(fields, "request id", entry.requestId());
        put(fields, "object id", entry.objectId());
        put(fields, "cap", entry.cap());
        put(fields, "spent", entry.spent());
        put(fields, "held", entry.held());
        put(fields, "limit", entry.limit());
        put(fields, "policy", entry.policy());
        put(fields, "latency", entry.latencyNanos());
        put(fields, "count", entry.count());
        if (version >= 2) {
            put(
                    fields,
                    "outer",
                    entry.outer().stream()
                            .map(each -> each.caller() + "\n" + each.run())
                            .toList());
            put(fields, "cap caller", entry.capCaller());
            put(fields, "trace", entry.trace());
            put(fields, "span", entry.span());
            put(fields, "reference", entry.reference());
            put(fields, "near", entry.near());
            put(fields, "labels", entry.labels());
        }
        if (version >= 3) {
            put(fields, "subject", entry.subject());
            put(fields, "sealed", entry.sealed());
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
