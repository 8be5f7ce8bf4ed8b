// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.compiler.dump.Terminal;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.vendor.StripeVendor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The verb, on a journal of one charge a day for three days. */
@NullMarked
final class ReportCommandTest {

    @TempDir
    static @Nullable Path shared;

    @TempDir
    @Nullable
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static Path state() {
        return Objects.requireNonNull(shared).resolve("state");
    }

    private Path file() {
        return Objects.requireNonNull(folder).resolve("report.html");
    }

    @BeforeAll
    static void record() throws Exception {
        try (Journal journal = ChronicleJournal.open(state(), recorded -> {})) {
            for (int day = 2; day <= 4; day++) {
                journal.write(Entry.at(Instant.parse("2026-11-0" + day + "T23:30:00Z"), Kind.ADMITTED)
                        .call("c" + day)
                        .caller("billing")
                        .run("r" + day)
                        .operation("POST /v1/charges")
                        .decision("allowed")
                        .amount(new Money(10_000_000, "usd"))
                        .key("k" + day)
                        .balance("500.00 USD per day", null, 10_000_000, 0, 500_000_000)
                        .build());
            }
        }
    }

    private int run(String... options) {
        CommandLine command = new CommandLine(
                new ReportCommand(new StripeVendor(), Terminal.NONE, () -> Instant.parse("2026-11-05T00:00:00Z")));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(
                Stream.concat(Stream.of(state().toString()), Stream.of(options)).toArray(String[]::new));
    }

    private String page(String... options) throws Exception {
        String[] all = Stream.concat(Stream.of("-o", file().toString()), Stream.of(options))
                .toArray(String[]::new);
        assertThat(run(all)).as(err.toString()).isZero();
        return Files.readString(file(), StandardCharsets.UTF_8);
    }

    @Test
    void makes_a_page_and_says_where() throws Exception {
        assertThat(page()).startsWith("<!DOCTYPE html>").contains("3 records told of, of 3 in the journal");
        assertThat(out.toString()).isEqualToNormalizingNewlines(file() + ": 3 records read\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tells_of_a_range() throws Exception {
        assertThat(page("--since", "2026-11-03T00:00:00Z", "--until", "2026-11-04T00:00:00Z"))
                .contains("1 record told of, of 3 in the journal");
        assertThat(page("--since", "24h")).contains("1 record told of");
    }

    @Test
    void takes_caps_and_time_zone_of_a_policy() throws Exception {
        Path policy = Objects.requireNonNull(folder).resolve("bursar.yaml");
        Files.writeString(policy, """
                bursar: 1
                timezone: Europe/Berlin
                callers:
                  billing: {is: [com.acme.**], credential: env:KEY, allow: [], caps: [70.00 USD per month, 5.00 USD per call]}
                """);
        assertThat(page("--policy", policy.toString()))
                .contains(
                        "\"zone\":\"Europe/Berlin\"", "70.00 USD per month", "5.00 USD per call", "2026-11-05 00:30:00")
                .doesNotContain("500.00 USD per day");
    }

    @Test
    void makes_no_page_of_a_broken_policy_or_journal(@TempDir Path other) throws Exception {
        Path policy = other.resolve("bursar.yaml");
        Files.writeString(policy, "bursar: 1\nmode: on\n");
        assertThat(run("-o", file().toString(), "--policy", policy.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("bursar.yaml:2:7: error: `on`");

        Path copy = other.resolve("state");
        try (Stream<Path> all = Files.walk(state())) {
            for (Path each : all.toList()) {
                Files.copy(each, copy.resolve(state().relativize(each).toString()));
            }
        }
        Path data;
        try (Stream<Path> all = Files.walk(copy)) {
            data = all.filter(each -> each.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(data);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("billing")] = 'B';
        Files.write(data, bytes);
        CommandLine command = new CommandLine(new ReportCommand(new StripeVendor()));
        command.setErr(new PrintWriter(err, true));
        assertThat(command.execute(copy.toString(), "-o", file().toString())).isEqualTo(1);
        assertThat(err.toString()).contains("the journal is broken at record 1");
        assertThat(file()).doesNotExist();
    }

    @Test
    void answers_wrong_use_with_2() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("-o", file().toString(), "--since", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("`soon` is not a time");
        assertThat(file()).doesNotExist();
    }

    @Test
    void says_how_far_it_has_come_once_it_takes_long() {
        AtomicLong now = new AtomicLong();
        Progress progress = new Progress(new PrintWriter(err, true), false, now::get);
        for (int i = 0; i < 40_960; i++) {
            progress.step();
        }
        assertThat(err.toString()).isEmpty();
        now.set(TimeUnit.SECONDS.toNanos(3));
        for (int i = 0; i < 8_192; i++) {
            progress.step();
        }
        progress.end();
        assertThat(err.toString().lines()).containsExactly("reading the journal: 45056 records, 3 s");
    }
}
