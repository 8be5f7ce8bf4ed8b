// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as text: what is in it, and what can never be. */
final class ReportPageTest {

    private static final Instant MADE = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    static @Nullable Path shared;

    private static List<Recorded> records = List.of();
    private static String page = "";

    @BeforeAll
    static void record() throws Exception {
        Path state = Objects.requireNonNull(shared);
        try (Journal journal = ChronicleJournal.open(state, recorded -> {})) {
            SampleJournal.write(journal);
        }
        List<Recorded> all = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(all::add);
        }
        records = all;
        page = html(MADE);
    }

    private static String html(Instant made) throws Exception {
        Summary summary = new Summary(new Asked(Path.of("bursar-state"), null, null, null));
        records.forEach(summary);
        Recorded last = records.get(records.size() - 1);
        return ReportPage.html(
                summary, new Journalled(last.sequence(), last.hash(), List.of("a </script> remark")), made);
    }

    private static JsonNode data(String html) throws Exception {
        Matcher matcher =
                Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(html);
        assertThat(matcher.find()).isTrue();
        return new ObjectMapper().readTree(matcher.group(1));
    }

    private static JsonNode table(String html, String id) throws Exception {
        return StreamSupport.stream(data(html).get("tables").spliterator(), false)
                .filter(table -> table.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keeps_every_text_of_the_journal_inside_the_data() throws Exception {
        assertThat(page).doesNotContain("<img", "a </script> remark");
        assertThat(Pattern.compile("</script>").matcher(page).results().count())
                .as("the data's own end and the script's own")
                .isEqualTo(2);
        assertThat(Pattern.compile("<!--").matcher(page).results().count()).isZero();
        assertThat(table(page, "refusals").toString())
                .as("and shows it all the same")
                .contains("</script><img src=x onerror=");
        assertThat(table(page, "records").toString()).contains("rtl=?evil?");
    }

    @Test
    void lets_a_browser_do_nothing_but_run_its_own_script() throws Exception {
        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .endsWith("base-uri 'none'; form-action 'none'")
                .doesNotContain("unsafe");
        for (String element : List.of("style", "script")) {
            Matcher content = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                    .matcher(page);
            assertThat(content.find()).isTrue();
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(content.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(policy.group(1))
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest));
        }
        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain(
                        "http:", "https:", "url(//", "@import", "innerHTML", "eval(", " style=\"", "<link", "<iframe");
    }

    @Test
    void is_the_same_for_the_same_journal_but_for_the_time_of_making() throws Exception {
        assertThat(html(MADE)).isEqualTo(page);
        assertThat(html(MADE.plusSeconds(1)).replace("00:00:01 UTC", "00:00:00 UTC"))
                .isEqualTo(page);
    }

    @Test
    void says_what_the_records_say() throws Exception {
        JsonNode data = data(page);
        assertThat(data.get("figures").toString())
                .contains("\"not charged again\",\"values\":[\"299.90 USD\"]")
                .contains("\"held or unknown\",\"values\":[\"69.98 USD\"]")
                .contains("\"refused\",\"values\":[\"27,017\"]")
                .contains("\"rehearsed\",\"values\":[\"200\"]");
        assertThat(data.get("caps")).hasSize(3);
        JsonNode daily = data.get("caps").get(0);
        assertThat(daily.get("caller").asText()).isEqualTo("billing");
        assertThat(daily.get("cap").asText()).isEqualTo("500.00 USD per day");
        assertThat(daily.get("refused").asLong()).isEqualTo(27_009);
        assertThat(daily.get("bars"))
                .hasSize(20)
                .allSatisfy(bar ->
                        assertThat(bar.get(1).asLong() + bar.get(2).asLong()).isLessThanOrEqualTo(500_000_000L));
        assertThat(table(page, "unknown").get("rows")).hasSize(2);
        assertThat(table(page, "repeats").get("rows")).hasSize(5);
        assertThat(table(page, "notices").get("rows")).hasSize(3);
        assertThat(table(page, "records").get("rows")).hasSize(records.size());
        assertThat(data.get("hash").asText())
                .isEqualTo(records.get(records.size() - 1).hash());
    }

    @Test
    void says_so_where_there_is_nothing() throws Exception {
        String empty = ReportPage.html(
                new Summary(new Asked(Path.of("s"), null, null, null)),
                new Journalled(0, "0".repeat(64), List.of()),
                MADE);
        assertThat(data(empty).get("range").asText()).isEqualTo("no records");
        assertThat(data(empty).has("caps")).isFalse();
    }

    @Test
    void says_that_what_has_been_put_away_is_not_counted() throws Exception {
        assertThat(data(page).get("remarks")).hasSize(1);
        Summary rest = new Summary(new Asked(Path.of("s"), null, null, null));
        records.subList(400, records.size()).forEach(rest);
        String html = ReportPage.html(rest, new Journalled(829, "0".repeat(64), List.of()), MADE);
        assertThat(data(html).get("remarks").toString()).contains("The journal begins with record 401");
    }

    @Test
    void stays_small_however_many_records_callers_reasons_and_long_texts_there_are() throws Exception {
        Summary summary = new Summary(new Asked(Path.of("s"), null, null, null));
        String filler = "x".repeat(900);
        for (int i = 0; i < 60_000; i++) {
            Entry entry = Entry.at(MADE.plusSeconds(i * 7L), i % 2 == 0 ? Kind.REFUSED : Kind.ADMITTED)
                    .call("c" + i)
                    .caller("caller_" + i % 40)
                    .run("r" + i / 5)
                    .attempt(2)
                    .operation("POST /v1/" + i % 20_000 + filler)
                    .decision("allowed")
                    .reason(filler + i % 20_000)
                    .site(filler)
                    .amount(new Money(1_000_000, "usd"))
                    .key("k" + i)
                    .balance("500.00 USD per day", null, 0, 0, 500_000_000)
                    .build();
            summary.accept(new Recorded(i + 1, "", "", entry));
            if (i % 2 == 1) {
                summary.accept(new Recorded(
                        i + 1,
                        "",
                        "",
                        Entry.at(MADE.plusSeconds(i * 7L), Kind.SETTLED)
                                .call("c" + i)
                                .caller("caller_" + i % 40)
                                .run("r" + i / 5)
                                .decision("settled")
                                .key("k" + i)
                                .amount(new Money(1_000_000, "usd"))
                                .build()));
            }
        }
        String html = ReportPage.html(summary, new Journalled(90_000, "0".repeat(64), List.of()), MADE);
        assertThat(html.length()).isLessThan(4_000_000);
        assertThat(table(html, "records").get("rows")).hasSize(Summary.LATEST_RECORDS);
        assertThat(table(html, "records").get("note").asText()).contains("1,000 of 90,000");
        assertThat(table(html, "refusals").get("note").asText()).contains("500 of ");
    }
}
