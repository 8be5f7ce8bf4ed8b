// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import dev.bursar.compiler.dump.FullLines;
import dev.bursar.compiler.dump.OtlpLines;
import dev.bursar.compiler.dump.Terminal;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Export, and that nothing is lost in it and other tools take it. */
@NullMarked
final class ExportCommandTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @TempDir
    static @Nullable Path shared;

    private static @Nullable Journal open;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    private static Path state() {
        return Objects.requireNonNull(shared);
    }

    @BeforeAll
    static void record() throws Exception {
        Journal journal = ChronicleJournal.open(state(), recorded -> {});
        open = journal;
        journal.note(full(new Random(1), 0));
        journal.note(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "line one\nline two"));
        journal.write(Entry.at(Instant.parse("2026-11-03T00:00:01Z"), Kind.SETTLED)
                .call("c9")
                .caller("billing")
                .decision("unknown")
                .build());
    }

    @AfterAll
    static void close() {
        if (open != null) {
            open.close();
        }
    }

    /** An entry with every field, or with about half of them. */
    private static Entry full(Random random, int n) {
        boolean all = n == 0;
        return new Entry(
                Instant.parse("2026-11-02T12:00:00.123456Z").plus(random.nextInt(1 << 30), ChronoUnit.MICROS),
                all ? Kind.ADMITTED : Kind.values()[random.nextInt(Kind.values().length)],
                text(random, all),
                text(random, all),
                text(random, all),
                all || random.nextBoolean() ? random.nextInt() : 0,
                all ? "com.acme.Tool#charge:31" : text(random, false),
                text(random, all),
                text(random, all),
                text(random, all),
                text(random, all),
                text(random, all),
                all || random.nextBoolean()
                        ? new Money(random.nextLong() / 2, random.nextBoolean() ? "usd" : "jpy")
                        : null,
                text(random, all),
                text(random, all),
                all || random.nextBoolean() ? (Integer) random.nextInt() : null,
                text(random, all),
                text(random, all),
                random.nextBoolean() ? "200.00 USD per day" : "50 calls per hour",
                all || random.nextBoolean() ? (Long) random.nextLong() : null,
                all || random.nextBoolean() ? (Long) random.nextLong() : null,
                all || random.nextBoolean() ? (Long) random.nextLong() : null,
                text(random, all),
                random.nextLong(),
                1 + random.nextInt(1 << 20),
                all ? List.of(new Entry.Outer("boss x", "r:1"), new Entry.Outer("chief", "r 2")) : List.of(),
                text(random, all),
                all || random.nextBoolean() ? TRACE : null,
                all || random.nextBoolean() ? SPAN : null,
                text(random, all),
                text(random, all),
                text(random, all),
                text(random, all),
                all || random.nextBoolean() ? "c2VhbGVk".repeat(random.nextInt(100)) : null);
    }

    private static @Nullable String text(Random random, boolean all) {
        if (!all && random.nextInt(3) == 0) {
            return null;
        }
        String letters = "ab \"\\\n\t</\u0000\u20ac\ud83d\ude00{}";
        return random.ints(random.nextInt(30), 0, letters.codePointCount(0, letters.length()))
                .mapToObj(i -> Character.toString(letters.codePointAt(letters.offsetByCodePoints(0, i))))
                .collect(Collectors.joining());
    }

    private int run(String... options) {
        CommandLine command = new CommandLine(new ExportCommand(out, Terminal.NONE));
        command.setErr(new PrintWriter(err, true));
        return command.execute(Stream.concat(Stream.of(state().toString()), Arrays.stream(options))
                .toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void loses_nothing_as_jsonl_seed_3() throws Exception {
        Random random = new Random(3);
        FullLines lines = new FullLines();
        for (int i = 0; i < 2_000; i++) {
            Recorded recorded = new Recorded(i + 1, "ab".repeat(32), "cd".repeat(32), full(random, i % 50));
            String line = lines.line(recorded);
            assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
            assertThat(parsed(line)).as(line).isEqualTo(recorded);
        }
    }

    /** A reader of the lines, made from what the documentation says of the fields. */
    private static Recorded parsed(String line) throws Exception {
        JsonNode json = new ObjectMapper().readTree(line);
        List<Entry.Outer> outer = new ArrayList<>();
        json.path("outer")
                .forEach(each -> outer.add(new Entry.Outer(
                        each.get("caller").asText(), each.get("run").asText())));
        JsonNode amount = json.get("amount");
        JsonNode status = json.get("status");
        Entry entry = new Entry(
                Instant.parse(json.get("time").asText()),
                Arrays.stream(Kind.values())
                        .filter(kind -> kind.word().equals(json.get("kind").asText()))
                        .findFirst()
                        .orElseThrow(),
                text(json, "call"),
                text(json, "caller"),
                text(json, "run"),
                json.path("attempt").asInt(0),
                text(json, "site"),
                text(json, "vendor"),
                text(json, "operation"),
                text(json, "decision"),
                text(json, "rule"),
                text(json, "reason"),
                amount == null
                        ? null
                        : new Money(
                                micros(amount.asText()), json.get("currency").asText()),
                text(json, "key"),
                text(json, "body_hash"),
                status == null ? null : (Integer) status.asInt(),
                text(json, "request_id"),
                text(json, "object_id"),
                text(json, "cap"),
                balance(json, "spent"),
                balance(json, "held"),
                balance(json, "limit"),
                text(json, "policy"),
                json.path("latency_ns").asLong(0),
                json.path("count").asInt(1),
                outer,
                text(json, "cap_caller"),
                text(json, "trace"),
                text(json, "span"),
                text(json, "reference"),
                text(json, "near"),
                text(json, "labels"),
                text(json, "subject"),
                text(json, "sealed"));
        return new Recorded(
                json.get("seq").asLong(),
                json.get("previous").asText(),
                json.get("hash").asText(),
                entry);
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.has(name) ? json.get(name).asText() : null;
    }

    private static @Nullable Long balance(JsonNode json, String name) {
        String text = text(json, name);
        if (text == null) {
            return null;
        }
        return json.get("cap").asText().contains("calls") ? (Long) Long.parseLong(text) : (Long) micros(text);
    }

    private static long micros(String decimal) {
        return new BigDecimal(decimal).movePointRight(6).longValueExact();
    }

    @Test
    void writes_opentelemetry_logs_that_its_own_classes_read() throws Exception {
        assertThat(run("--format", "otlp")).as(err.toString()).isZero();
        List<LogRecord> records = new ArrayList<>();
        for (String line : lines()) {
            records.add(official(line));
        }
        assertThat(records).hasSize(3);
        Entry entry = full(new Random(1), 0);
        LogRecord first = records.get(0);
        assertThat(first.getEventName()).isEqualTo("bursar.admitted");
        assertThat(first.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_INFO);
        assertThat(first.getTimeUnixNano())
                .isEqualTo(entry.time().getEpochSecond() * 1_000_000_000L
                        + entry.time().getNano());
        assertThat(HexFormat.of().formatHex(first.getTraceId().toByteArray())).isEqualTo(TRACE);
        assertThat(HexFormat.of().formatHex(first.getSpanId().toByteArray())).isEqualTo(SPAN);
        assertThat(attribute(first, "bursar.caller").getValue().getStringValue())
                .isEqualTo(entry.caller());
        assertThat(attribute(first, "bursar.seq").getValue().getIntValue()).isEqualTo(1);
        assertThat(attribute(first, "http.response.status_code").getValue().getIntValue())
                .isEqualTo(Objects.requireNonNull(entry.status()).longValue());
        assertThat(attribute(first, "code.function.name").getValue().getStringValue())
                .isEqualTo("com.acme.Tool.charge");
        assertThat(attribute(first, "code.line.number").getValue().getIntValue())
                .isEqualTo(31);
        assertThat(first.getAttributesList()).extracting(KeyValue::getKey).doesNotHaveDuplicates();
        assertThat(first.toString()).doesNotContain("c2VhbGVk");
        assertThat(records.get(1).getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
        assertThat(records.get(1).getTraceId().size()).isZero();
        assertThat(records.get(2).getSeverityText()).isEqualTo("WARN");
    }

    /**
     * By the classes that OpenTelemetry generates. Their JSON mapping takes bytes in base64; that OTLP writes ids in hexadecimal instead is
     * the one difference between the two.
     */
    private static LogRecord official(String line) throws Exception {
        JsonNode json = new ObjectMapper().readTree(line);
        ObjectNode record = (ObjectNode) json.at("/resourceLogs/0/scopeLogs/0/logRecords/0");
        for (String id : List.of("traceId", "spanId")) {
            if (record.has(id)) {
                byte[] bytes = HexFormat.of().parseHex(record.get(id).asText());
                record.put(id, Base64.getEncoder().encodeToString(bytes));
            }
        }
        LogsData.Builder data = LogsData.newBuilder();
        JsonFormat.parser().merge(json.toString(), data);
        assertThat(data.getResourceLogs(0).getResource().getAttributes(0).getKey())
                .isEqualTo("service.name");
        return data.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
    }

    private static KeyValue attribute(LogRecord record, String key) {
        return record.getAttributesList().stream()
                .filter(each -> each.getKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void leaves_out_ids_and_times_that_opentelemetry_cannot_say() throws Exception {
        Entry odd = Entry.at(Instant.parse("1960-01-01T00:00:00Z"), Kind.ADMITTED)
                .trace("0".repeat(32), SPAN)
                .build();
        LogRecord record = official(new OtlpLines().line(new Recorded(1, "", "", odd)));
        assertThat(record.getTimeUnixNano()).isZero();
        assertThat(record.getTraceId().size()).isZero();
        assertThat(record.getSpanId().size()).isZero();
    }

    @Test
    void filters_as_dump_does() {
        assertThat(run("--format", "jsonl", "--kind", "alert")).isZero();
        assertThat(lines()).hasSize(1).first().asString().contains("line one\\nline two");
    }

    @Test
    void puts_a_whole_file_in_place_or_none(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("journal.jsonl");
        Files.writeString(file, "before");
        assertThat(run("--format", "jsonl", "-o", file.toString())).isZero();
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(err.toString()).contains("3 records");
        assertThat(out.size()).isZero();

        Path missing = folder.resolve("no/such/file");
        assertThat(run("--format", "jsonl", "-o", missing.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no/such", "not a directory");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void a_full_disk_is_not_a_success_on_standard_output_nor_in_a_file() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        CommandLine command = new CommandLine(new ExportCommand(full, Terminal.NONE)).setErr(new PrintWriter(err));
        assertThat(command.execute(state().toString(), "--format", "jsonl")).isEqualTo(1);
        assertThat(err.toString()).contains("not everything could be written: No space left on device");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_device_is_written_to_and_not_replaced(@TempDir Path temp) throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("nothing"), Path.of("/dev/null"));
        CommandLine command = new CommandLine(new ExportCommand(out, Terminal.NONE)).setErr(new PrintWriter(err));
        assertThat(command.execute(state().toString(), "--format", "jsonl", "-o", link.toString()))
                .isZero();
        assertThat(link).isSymbolicLink();
        Path full = Files.createSymbolicLink(temp.resolve("full"), Path.of("/dev/full"));
        assertThat(command.execute(state().toString(), "--format", "jsonl", "-o", full.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("cannot be written to its end");
    }

    @Test
    void refuses_a_format_it_does_not_write_and_says_what_to_do() {
        assertThat(run("--format", "parquet")).isEqualTo(2);
        assertThat(err.toString()).contains("`parquet` is not written here", "DuckDB");
        assertThat(run("--format", "xml")).isEqualTo(2);
        assertThat(err.toString()).contains("`xml` is not a format: write `jsonl` or `otlp`");
        assertThat(run()).isEqualTo(2);
        assertThat(out.size()).isZero();
    }
}
