// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, if this machine has one. The pictures are in {@code target/report}. */
@Timeout(300)
final class ReportInBrowserTest {

    private static final Path PICTURES = Path.of("target", "report");
    private static final int HEIGHT = 3_600;

    @TempDir
    static @Nullable Path shared;

    private static @Nullable Browser browser;
    private static String page = "";

    private static Path folder() {
        return Objects.requireNonNull(shared);
    }

    private static Browser browser() {
        return Objects.requireNonNull(browser);
    }

    @BeforeAll
    static void make() throws Exception {
        Optional<Browser> found = Browser.find(folder());
        assumeTrue(
                found.isPresent(),
                "no chromium, chromium-browser or google-chrome on the PATH: the page has not been looked at in a browser."
                        + " Name one with -Dbursar.browser or BURSAR_BROWSER");
        browser = found.get();
        Path state = folder().resolve("bursar-state");
        try (Journal journal = ChronicleJournal.open(state, recorded -> {})) {
            SampleJournal.write(journal);
        }
        Summary summary = new Summary(new Asked(Path.of("bursar-state"), null, null, null));
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(summary);
            page = ReportPage.html(
                    summary,
                    new Journalled(reader.sequence(), reader.hash(), reader.remarks()),
                    Instant.parse("2026-11-22T00:00:00Z"));
        }
        Files.createDirectories(PICTURES);
        Files.writeString(PICTURES.resolve("report.html"), page);
    }

    /**
     * A copy of the page in which a script of the test runs too, before the page's own; in a frame, because a window cannot be as narrow as a
     * phone.
     */
    private static Path probed(String html, int width) throws Exception {
        String probe;
        try (InputStream in = ReportInBrowserTest.class.getResourceAsStream("probe.js")) {
            probe = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(probe.getBytes(StandardCharsets.UTF_8));
        String copy = html.replace(
                        "script-src ",
                        "script-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "' ")
                .replace("<style>", "<script>" + probe + "</script><style>");
        String frame = "<!DOCTYPE html><html><body style=\"margin:0\"><iframe style=\"border:0;width:" + width
                + "px;height:900px\" srcdoc=\""
                + copy.replace("&", "&amp;").replace("\"", "&quot;") + "\"></iframe></body></html>";
        return Files.writeString(Files.createTempFile(folder(), "probed", ".html"), frame);
    }

    private static JsonNode result(Browser.Seen seen) throws IOException {
        Matcher matcher = Pattern.compile("<html[^>]* data-probe=\"([^\"]*)\"").matcher(seen.dom());
        assertThat(matcher.find())
                .as(seen.dom().substring(0, Math.min(2_000, seen.dom().length())))
                .isTrue();
        return new ObjectMapper()
                .readTree(matcher.group(1)
                        .replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&nbsp;", "\u00a0")
                        .replace("&amp;", "&"));
    }

    @ParameterizedTest
    @CsvSource({"phone, 390", "tablet, 900", "window, 1210", "desktop, 1280"})
    void fits_its_width_says_nothing_on_the_console_and_asks_for_nothing(String name, int width) throws Exception {
        Browser.Seen seen = browser().open(probed(page, width), width, 900);
        JsonNode result = result(seen);
        assertThat(seen.said()).isEmpty();
        assertThat(result.get("innerWidth").asInt()).as(name).isEqualTo(width);
        assertThat(result.get("scrollWidth").asInt())
                .as(result.get("beyond").toString())
                .isLessThanOrEqualTo(width);
        assertThat(result.get("beyond")).isEmpty();
        assertThat(result.get("errors")).isEmpty();
        assertThat(result.get("violations")).isEmpty();
        assertThat(result.get("resources")).isEmpty();
        assertThat(result.get("harmed").asBoolean()).isFalse();
        assertThat(result.get("images").asInt()).as("markup of the journal's").isZero();
    }

    @Test
    void sorts_and_filters_its_tables() throws Exception {
        JsonNode result = result(browser().open(probed(page, 1_280), 1280, 900));
        assertThat(result.get("unsorted").asText()).isEqualTo("none");
        assertThat(result.get("focusable").asBoolean()).isTrue();
        assertThat(result.get("first")).hasToString("[\"27,009\",\"7\",\"1\"]");
        assertThat(result.get("firstSort").asText()).isEqualTo("descending");
        assertThat(result.get("second")).hasToString("[\"1\",\"7\",\"27,009\"]");
        assertThat(result.get("secondSort").asText()).isEqualTo("ascending");
        assertThat(result.get("recordsBefore").asInt()).isEqualTo(25);
        assertThat(result.get("recordsAfterMore").asInt()).isGreaterThan(700);
        assertThat(result.get("recordsFiltered").asInt()).isBetween(1, 30);
        assertThat(result.get("filteredAllMatch").asBoolean()).isTrue();
        assertThat(result.get("filterSays").asText()).matches("\\d+ of \\d+ rows");
    }

    @Test
    void is_stopped_by_its_own_policy_from_asking_for_anything() throws Exception {
        String asking = page.replace("<main id=\"page\">", "<img src=\"http://127.0.0.1:9/asked\"><main id=\"page\">");
        Browser.Seen seen = browser().open(probed(asking, 1_280), 1280, 900);
        assertThat(seen.said()).anyMatch(line -> line.contains("Content Security Policy"));
        assertThat(result(seen).get("violations")).hasSize(1);
    }

    @Test
    void is_light_or_dark_as_its_reader_likes() throws Exception {
        for (String size : new String[] {"phone", "desktop"}) {
            int width = size.equals("phone") ? 390 : 1_280;
            double light = brightness(size, width, false);
            double dark = brightness(size, width, true);
            assertThat(light).as(size).isGreaterThan(215);
            assertThat(dark).as(size).isLessThan(60);
        }
    }

    private static double brightness(String size, int width, boolean dark) throws Exception {
        Path html = PICTURES.resolve("report.html");
        Path picture = PICTURES.resolve(size + (dark ? "-dark" : "-light") + ".png");
        browser().picture(html, width, HEIGHT, dark, picture);
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(width);
        long sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(x, y);
                sum += (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff);
            }
        }
        return sum / (3.0 * width * image.getHeight());
    }
}
