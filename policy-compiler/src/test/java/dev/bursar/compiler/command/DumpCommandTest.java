// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.compiler.dump.Table;
import dev.bursar.compiler.dump.Terminal;
import dev.bursar.compiler.dump.TimeArgument;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Pseudonyms;
import dev.bursar.runtime.journal.checkpoint.CheckpointKey;
import dev.bursar.runtime.journal.checkpoint.CheckpointedJournal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Dump and verify, on a journal of four records. */
@NullMarked
final class DumpCommandTest {

    private static final String JSON = """
            {"seq":1,"time":"2026-11-02T12:00:00.000000Z","kind":"admitted","caller":"billing","run":"run_7","attempt":1,"site":"com.acme.Tool#charge:31","vendor":"stripe","operation":"POST /v1/charges","decision":"allowed","rule":"bursar.yaml:12","amount":"29.99","currency":"usd","key":"bk_1","spent":"31.00","held":"29.99","limit":"200.00","policy":"p01","latency_us":15,"outer":"boss:run_1 chief:chief/order:42","cap_caller":"boss","trace":"0af7651916cd43dd8448eb211c80319c","span":"b7ad6b7169203331","reference":"invocation 7","near":"bk_0","labels":"tenant=acme ticket=T-17","subject":"cu_1"}
            {"seq":2,"time":"2026-11-02T12:00:01.000000Z","kind":"settled","caller":"billing","run":"run_7","attempt":1,"vendor":"stripe","operation":"POST /v1/charges","decision":"settled","amount":"29.99","currency":"usd","key":"bk_1","status":200,"request_id":"req_1","object_id":"ch_1"}
            {"seq":3,"time":"2026-11-02T13:00:00.000000Z","kind":"refused","caller":"refunds","run":"run_8","attempt":2,"operation":"POST /v1/refunds","decision":"refused","rule":"bursar.yaml:20","reason":"=SUM(A1), \\"quoted\\"","amount":"500","currency":"jpy","status":429,"spent":"50","held":"0","limit":"50","count":9997}
            {"seq":4,"time":"2026-11-03T00:00:00.000000Z","kind":"alert","reason":"line one\\nline two\\u001B[31m"}
            """;

    @TempDir
    static @Nullable Path shared;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    private static @Nullable Journal open;

    private static Path state() {
        return java.util.Objects.requireNonNull(shared);
    }

    /** Left open: a dump reads the journal of a running process. */
    @BeforeAll
    static void record() throws Exception {
        Journal journal = ChronicleJournal.open(state(), recorded -> {});
        open = journal;
        journal.write(Entry.at(Instant.parse("2026-11-02T12:00:00Z"), Kind.ADMITTED)
                .call("c1")
                .caller("billing")
                .run("run_7")
                .attempt(1)
                .site("com.acme.Tool#charge:31")
                .vendor("stripe")
                .operation("POST /v1/charges")
                .decision("allowed")
                .rule("bursar.yaml:12")
                .amount(new Money(29_990_000, "usd"))
                .key("bk_1")
                .bodyHash("b0")
                .balance("200.00 USD per day", "boss", 31_000_000, 29_990_000, 200_000_000)
                .policy("p01")
                .latencyNanos(15_900)
                .outer(List.of(new Entry.Outer("boss", "run_1"), new Entry.Outer("chief", "chief/order:42")))
                .trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
                .reference("invocation 7")
                .labels("tenant=acme ticket=T-17")
                .subject("cu_1")
                .near("bk_0")
                .build());
        journal.write(Entry.at(Instant.parse("2026-11-02T12:00:01Z"), Kind.SETTLED)
                .call("c1")
                .caller("billing")
                .run("run_7")
                .attempt(1)
                .vendor("stripe")
                .operation("POST /v1/charges")
                .decision("settled")
                .amount(new Money(29_990_000, "usd"))
                .key("bk_1")
                .status(200)
                .requestId("req_1")
                .objectId("ch_1")
                .build());
        journal.write(Entry.at(Instant.parse("2026-11-02T13:00:00Z"), Kind.REFUSED)
                .caller("refunds")
                .run("run_8")
                .attempt(2)
                .operation("POST /v1/refunds")
                .decision("refused")
                .rule("bursar.yaml:20")
                .reason("=SUM(A1), \"quoted\"")
                .amount(new Money(500_000_000, "jpy"))
                .status(429)
                .balance("50 calls per hour", null, 50, 0, 50)
                .count(9_997)
                .build());
        journal.write(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "line one\nline two\u001B[31m"));
    }

    @AfterAll
    static void close() {
        if (open != null) {
            open.close();
        }
    }

    private int run(Terminal terminal, OutputStream output, String... arguments) {
        CommandLine command = new CommandLine(new DumpCommand(output, terminal));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private String dump(String... options) {
        out.reset();
        String[] arguments =
                Stream.concat(Stream.of(state().toString()), Stream.of(options)).toArray(String[]::new);
        assertThat(run(Terminal.NONE, out, arguments)).as(err.toString()).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<Integer> sequences(String... options) {
        String[] all = Stream.concat(Stream.of("--format", "jsonl"), Stream.of(options))
                .toArray(String[]::new);
        return dump(all)
                .lines()
                .map(line -> Integer.valueOf(line.replaceAll("^\\{\"seq\":([0-9]+),.*", "$1")))
                .collect(Collectors.toList());
    }

    @Test
    void shows_one_json_object_a_line_with_what_is_absent_left_out() {
        assertThat(dump("--format", "jsonl")).isEqualTo(JSON);
    }

    @Test
    void shows_csv_with_a_header_quotes_where_needed_and_no_formula() {
        assertThat(dump("--format", "csv").split("\r\n"))
                .containsExactly(
                        "seq,time,kind,caller,run,attempt,site,vendor,operation,decision,rule,reason,amount,currency,key,status,"
                                + "request_id,object_id,spent,held,limit,policy,latency_us,count,outer,cap_caller,trace,span,reference,near,labels,subject",
                        "1,2026-11-02T12:00:00.000000Z,admitted,billing,run_7,1,com.acme.Tool#charge:31,stripe,POST /v1/charges,"
                                + "allowed,bursar.yaml:12,,29.99,usd,bk_1,,,,31.00,29.99,200.00,p01,15,,"
                                + "boss:run_1 chief:chief/order:42,boss,0af7651916cd43dd8448eb211c80319c,b7ad6b7169203331,"
                                + "invocation 7,bk_0,tenant=acme ticket=T-17,cu_1",
                        "2,2026-11-02T12:00:01.000000Z,settled,billing,run_7,1,,stripe,POST /v1/charges,settled,,,29.99,usd,bk_1,"
                                + "200,req_1,ch_1,,,,,,,,,,,,,,",
                        "3,2026-11-02T13:00:00.000000Z,refused,refunds,run_8,2,,,POST /v1/refunds,refused,bursar.yaml:20,"
                                + "\"'=SUM(A1), \"\"quoted\"\"\",500,jpy,,429,,,50,0,50,,,9997,,,,,,,,",
                        "4,2026-11-03T00:00:00.000000Z,alert,,,,,,,,,\"line one\nline two\u001B[31m\",,,,,,,,,,,,,,,,,,,,");
    }

    @Test
    void shows_a_table_that_nothing_in_it_can_break() {
        assertThat(dump()).isEqualToNormalizingNewlines("""
                           SEQ  TIME (UTC)          KIND       CALLER        OPERATION                           AMOUNT  STATUS  DETAIL
                             1  11-02 12:00:00.000  admitted   billing       POST /v1/charges                 29.99 USD          allowed, 31.00 spent + 29.99 held of 200.00 USD per day of boss, bursar.yaml:12, com.acme.Tool#charge:31
                             2  11-02 12:00:01.000  settled    billing       POST /v1/charges                 29.99 USD     200  ch_1
                             3  11-02 13:00:00.000  refused    refunds       POST /v1/refunds                   500 JPY     429  x9997, =SUM(A1), "quoted", 50 spent + 0 held of 50 calls per hour, bursar.yaml:20
                             4  11-03 00:00:00.000  alert                                                                        line one?line two?[31m
                        """);
    }

    @Test
    void cuts_the_table_to_the_terminal_and_colours_the_kind() {
        assertThat(run(new Terminal(100, true), out, state().toString())).isZero();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(
                                line.replaceAll("\u001B\\[[0-9;]*m", "").length())
                        .isLessThanOrEqualTo(100));
        assertThat(lines.get(3)).contains("\u001B[31mrefused  \u001B[0m");
        assertThat(lines.get(1)).doesNotContain("\u001B");
        assertThat(new Table(100, false).header()).doesNotContain("\u001B");
    }

    @Test
    void filters_by_caller_run_kind_and_time_together() {
        assertThat(sequences("--caller", "billing")).containsExactly(1, 2);
        assertThat(sequences("--caller", "chief"))
                .as("a caller around the one that called")
                .containsExactly(1);
        assertThat(sequences("--run", "run_8")).containsExactly(3);
        assertThat(sequences("--kind", "refused,alert")).containsExactly(3, 4);
        assertThat(sequences("--kind", "settled", "--kind", "refused")).containsExactly(2, 3);
        assertThat(sequences("--since", "2026-11-02T12:00:01Z")).containsExactly(2, 3, 4);
        assertThat(sequences("--until", "2026-11-02T12:00:01Z")).containsExactly(1);
        assertThat(sequences("--caller", "billing", "--since", "2026-11-02T12:00:01Z", "--kind", "settled"))
                .containsExactly(2);
        assertThat(sequences("--caller", "nobody")).isEmpty();
        assertThat(sequences("--since", "1s")).isEmpty();
    }

    @Test
    void takes_a_date_for_its_whole_day_and_a_duration_for_how_long_ago() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        Instant now = Instant.parse("2026-11-02T12:00:00Z");
        assertThat(TimeArgument.parse("15m", now, zone, false)).isEqualTo("2026-11-02T11:45:00Z");
        assertThat(TimeArgument.parse("2w", now, zone, false)).isEqualTo("2026-10-19T12:00:00Z");
        assertThat(TimeArgument.parse("2026-11-02", now, zone, false)).isEqualTo("2026-11-01T23:00:00Z");
        assertThat(TimeArgument.parse("2026-11-02", now, zone, true)).isEqualTo("2026-11-02T23:00:00Z");
        assertThat(TimeArgument.parse("2026-11-02T12:00", now, zone, true)).isEqualTo("2026-11-02T11:00:00Z");
        assertThatThrownBy(() -> TimeArgument.parse("yesterday", now, zone, true))
                .hasMessageContainingAll("`yesterday`", "`15m`");
    }

    @Test
    void answers_wrong_use_with_2_and_what_would_be_right() {
        assertThat(run(Terminal.NONE, out, state().toString(), "--format", "xml"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("`xml`", "`jsonl`");
        assertThat(run(Terminal.NONE, out, state().toString(), "--kind", "refusd"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("`refusd`", "`refused`");
        assertThat(run(Terminal.NONE, out, state().toString(), "--since", "soon"))
                .isEqualTo(2);
        assertThat(run(Terminal.NONE, out)).isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    @Test
    void answers_1_where_there_is_no_journal(@TempDir Path empty) {
        assertThat(run(Terminal.NONE, out, empty.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no journal", empty.toString());
        assertThat(out.size()).isZero();
    }

    @Test
    void shows_its_exit_codes_and_examples_when_asked() {
        assertThat(new CommandLine(new DumpCommand(out, Terminal.NONE)).getUsageMessage())
                .contains("Exit codes", "bursar dump state --follow", "--since=T");
    }

    @Test
    void ends_quietly_when_nobody_reads_any_more() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(run(Terminal.NONE, closed, state().toString(), "--follow")).isZero();
        assertThat(run(Terminal.NONE, closed, state().toString(), "--format", "csv"))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void says_so_when_the_disk_behind_its_output_is_full() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        for (String format : new String[] {"csv", "jsonl", "table"}) {
            assertThat(run(Terminal.NONE, full, state().toString(), "--format", format))
                    .isEqualTo(1);
        }
        assertThat(run(Terminal.NONE, full, state().toString(), "--follow")).isEqualTo(1);
        assertThat(err.toString()).contains("not everything could be written: No space left on device");
    }

    @Test
    @Timeout(60)
    void follows_what_is_recorded_until_it_is_interrupted(@TempDir Path other) throws Exception {
        try (Journal journal = ChronicleJournal.open(other, recorded -> {})) {
            Thread follower = new Thread(() ->
                    run(Terminal.NONE, out, other.toString(), "--format", "jsonl", "--follow", "--kind", "alert"));
            follower.start();
            for (int i = 1; i <= 3; i++) {
                journal.write(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "n" + i));
                journal.write(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.LEDGER, "other"));
                while (!out.toString(StandardCharsets.UTF_8).contains("\"reason\":\"n" + i + "\"}\n")) {
                    Thread.sleep(20);
                }
            }
            follower.interrupt();
            follower.join();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
    }

    @Test
    @Timeout(60)
    void follows_a_journal_over_restarts_of_the_process_that_writes_it(@TempDir Path other) throws Exception {
        ChronicleJournal.open(other, recorded -> {}).close();
        Thread follower = new Thread(() -> run(Terminal.NONE, out, other.toString(), "--format", "jsonl", "--follow"));
        follower.start();
        for (int i = 1; i <= 3; i++) {
            try (Journal journal = ChronicleJournal.open(other, recorded -> {})) {
                journal.write(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "n" + i));
                journal.note(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.LEDGER, "closed"));
            }
        }
        while (out.toString(StandardCharsets.UTF_8).lines().count() < 6) {
            Thread.sleep(20);
        }
        follower.interrupt();
        follower.join();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll(",.*", "")))
                .containsExactly("{\"seq\":1", "{\"seq\":2", "{\"seq\":3", "{\"seq\":4", "{\"seq\":5", "{\"seq\":6");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void verifies_a_whole_journal_with_0_and_a_changed_one_with_1(@TempDir Path other) throws Exception {
        try (Journal journal = ChronicleJournal.open(other, recorded -> {})) {
            for (int i = 0; i < 5; i++) {
                journal.write(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "sentence " + i));
            }
        }
        StringWriter said = new StringWriter();
        CommandLine verify = new CommandLine(new VerifyCommand());
        verify.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(err, true));
        assertThat(verify.execute(other.toString())).isZero();
        assertThat(said.toString()).startsWith("whole: 5 records; the hash of the last is ");

        Path data;
        try (Stream<Path> files = Files.walk(other)) {
            data = files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(data);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("sentence 2")] = 'S';
        Files.write(data, bytes);
        assertThat(verify.execute(other.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("record 3", data.toString(), "byte ");
        assertThat(run(Terminal.NONE, out, other.toString(), "--format", "jsonl"))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    @Test
    void shows_what_is_about_one_customer_by_the_key_of_the_state_directory(@TempDir Path other) throws Exception {
        try (Journal journal = ChronicleJournal.open(other, recorded -> {})) {
            Pseudonyms pseudonyms = Pseudonyms.ofState(other);
            for (String one : List.of("cus_1", "cus_2", "ada@example.com")) {
                journal.write(Entry.at(Instant.parse("2026-11-03T00:00:00Z"), Kind.OBSERVED)
                        .reason("about " + one)
                        .subject(pseudonyms.of(one))
                        .build());
            }
        }
        assertThat(run(Terminal.NONE, out, other.toString(), "--format", "jsonl", "--customer", "cus_2"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("about cus_2");
        out.reset();
        assertThat(run(Terminal.NONE, out, other.toString(), "--format", "jsonl", "--customer", "Ada@example.com"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("about ada@");
        Files.delete(other.resolve("pseudonym.key"));
        assertThat(run(Terminal.NONE, out, other.toString(), "--customer", "cus_2"))
                .isEqualTo(2);
    }

    @Test
    void verifies_against_the_second_place_with_the_key_that_is_named(@TempDir Path other) throws Exception {
        Path state = other.resolve("state");
        Path aside = other.resolve("checkpoints");
        String secret = "0123456789abcdef".repeat(2);
        ChronicleJournal journal = ChronicleJournal.open(state, recorded -> {});
        try (Journal vouched = CheckpointedJournal.over(
                journal,
                state,
                new CheckpointedJournal.Settings(
                        CheckpointKey.of(secret), "file:" + aside, 1_000, Duration.ofHours(1)))) {
            vouched.write(Entry.of(Instant.parse("2026-11-03T00:00:00Z"), Kind.ALERT, "a sentence"));
        }
        StringWriter said = new StringWriter();
        CommandLine verify = new CommandLine(new VerifyCommand(Map.of("KEY", secret, "OTHER", "f" + secret)::get));
        verify.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(err, true));
        assertThat(verify.execute(state.toString(), "--checkpoints", aside.toString(), "--key", "env:KEY"))
                .isZero();
        assertThat(said.toString())
                .startsWith(
                        "checkpoints: 1; the last that holds is of record 1, and 1 record stands behind it\nwhole: 2 ");
        assertThat(verify.execute(state.toString(), "--checkpoints", aside.toString()))
                .isZero();
        assertThat(said.toString()).contains("note: no signature was checked");
        assertThat(verify.execute(state.toString(), "--checkpoints", aside.toString(), "--key", "env:OTHER"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("forged: line 1 of", "which was not given", "the journal is broken: 3 problems");
        assertThat(verify.execute(state.toString(), "--key", "env:MISSING")).isEqualTo(2);
        assertThat(verify.execute(
                        state.toString(), "--checkpoints", other.resolve("none").toString()))
                .isEqualTo(1);
        Files.writeString(aside, Files.readString(aside).replace(" 1 ", " 2 "));
        assertThat(verify.execute(state.toString(), "--checkpoints", aside.toString()))
                .isEqualTo(1);
    }
}
