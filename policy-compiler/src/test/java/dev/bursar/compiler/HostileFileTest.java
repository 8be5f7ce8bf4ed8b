// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no policy: a clear problem, quickly, and never a key shown. */
class HostileFileTest {

    @TempDir
    Path directory;

    private List<String> problems(Path file) {
        return PolicyFiles.shown(PolicyCompiler.compile(file, PolicyFiles.STRIPE));
    }

    private List<String> problems(String text) {
        return PolicyFiles.problems(directory, text);
    }

    @Test
    void refuses_a_missing_file() {
        assertThat(problems(directory.resolve("none.yaml")))
                .containsExactly("1:1: there is no such file; give the path of a policy");
    }

    @Test
    void refuses_a_directory() {
        assertThat(problems(directory)).containsExactly("1:1: this is a directory; name the policy file in it");
    }

    @Test
    void refuses_a_device_without_reading_it() {
        Path device = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(device));
        assertThat(problems(device)).containsExactly("1:1: this is not a regular file");
    }

    @Test
    void refuses_an_unreadable_file() throws IOException {
        Path file = Files.writeString(directory.resolve("secret.yaml"), "bursar: 1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "root reads everything");
        assertThat(problems(file))
                .containsExactly("1:1: this file may not be read; give this process's user the right to read it");
    }

    @Test
    void refuses_an_empty_file() {
        for (String text : List.of("", "\n \n", "# nothing\n", "\ufeff")) {
            assertThat(problems(text)).containsExactly("1:1: this file is empty; a policy begins with `bursar: 1`");
        }
    }

    @Test
    void refuses_a_file_of_50_megabytes_quickly() throws IOException {
        Path file = directory.resolve("large.yaml");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(50L << 20);
        }
        assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThat(problems(file))
                        .containsExactly("1:1: this file is larger than 1 MiB, so it is not taken for a policy"));
    }

    @Test
    void refuses_what_is_not_utf_8_and_says_where() {
        byte[] latin = "bursar: 1\nmode: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(PolicyFiles.shown(PolicyFiles.compile(directory, latin)))
                .containsExactly("2:10: this is not UTF-8 text (byte 0xe9); save the file as UTF-8");
    }

    @Test
    void refuses_a_character_cut_off_at_the_end() {
        byte[] cut = {'b', 'u', (byte) 0xe2, (byte) 0x82};
        assertThat(PolicyFiles.shown(PolicyFiles.compile(directory, cut)))
                .containsExactly("1:3: this is not UTF-8 text (byte 0xe2); save the file as UTF-8");
    }

    @Test
    void takes_a_byte_order_mark() {
        assertThat(problems("\ufeff" + PolicyFiles.resource("example.yaml"))).isEmpty();
    }

    @Test
    void takes_windows_line_ends() {
        assertThat(problems(PolicyFiles.resource("example.yaml").replace("\n", "\r\n")))
                .isEmpty();
    }

    @Test
    void refuses_aliases_anchors_and_tags() {
        assertThat(problems("bursar: 1\ncallers: &c\n  a: *c\n"))
                .containsExactly(
                        "2:10: anchors (`&name`) are not taken in a policy; write the value out, or quote a text"
                                + " that begins with `&`");
        assertThat(problems("bursar: 1\ncallers: *c\n"))
                .containsExactly(
                        "2:10: aliases (`*name`) are not taken in a policy; write the value out, or quote a text"
                                + " that begins with `*`");
        assertThat(problems("bursar: 1\nmode: !!javax.script.ScriptEngineManager [x]\n"))
                .containsExactly(
                        "2:7: tags (`!name`) are not taken in a policy; leave it out, or quote a text that begins"
                                + " with `!`");
        assertThat(problems("bursar: 1\n&x mode: enforce\n"))
                .containsExactly(
                        "2:1: anchors (`&name`) are not taken in a policy; write the value out, or quote a text"
                                + " that begins with `&`");
        assertThat(problems("bursar: 1\n? *x\n: enforce\n")).hasSize(1);
    }

    @Test
    void refuses_a_tab_and_a_control_character_by_their_place() {
        assertThat(problems("bursar: 1\n\tmode: enforce\n"))
                .containsExactly("2:1: a tab stands here; indent with spaces");
        assertThat(problems("bursar: 1\nmode: \u0007\n"))
                .containsExactly("2:7: a control character stands here (0x7); take it out");
    }

    @Test
    void refuses_a_second_document_and_what_is_not_a_group() {
        assertThat(problems("bursar: 1\n---\nbursar: 1\n"))
                .contains("3:1: a second document begins here; a policy is one document");
        assertThat(problems("- bursar\n"))
                .containsExactly("1:1: a policy is a group of keys that begins with `bursar: 1`; found a list");
        assertThat(problems("just text\n"))
                .containsExactly("1:1: a policy is a group of keys that begins with `bursar: 1`; found `just text`");
    }

    @Test
    void refuses_what_is_not_yaml_and_says_where() {
        assertThat(problems("bursar: 1\nmode: [enforce\ncallers: {}\n"))
                .singleElement()
                .asString()
                .startsWith("3:")
                .contains(": this is not YAML: ");
    }

    @Test
    void refuses_a_million_open_brackets_quickly() {
        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(problems("[".repeat(1_000_000)))
                        .containsExactly("1:18: this is nested more than 16 deep; a policy is not"));
    }

    @Test
    void refuses_a_file_of_many_problems_with_the_first_hundred() {
        StringBuilder text = new StringBuilder("bursar: 1\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("k").append(i).append(": 1\n");
        }
        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(problems(text.toString())).hasSize(Problems.MOST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    credential: KEY",
                "    credential: env:KEY",
                "    vault_key: KEY",
                "    account: KEY",
                "    KEY: 1",
                "    caps: [KEY]",
                "    # KEY",
                "    runs: [KEY",
                "    allow: [\"POST KEY\"]",
            })
    void refuses_a_key_wherever_it_stands_and_never_repeats_it(String line) {
        for (String key : List.of(
                "sk_live_51HxExampleExampleExample", "rk_test_51HxExampleExample", "sk-proj-abcdefghijklmnopqrst")) {
            String text = "bursar: 1\ncallers:\n  a:\n    is: [com.acme.a.**]\n" + line.replace("KEY", key) + "\n";
            List<String> problems = problems(text);
            assertThat(problems)
                    .anySatisfy(problem -> assertThat(problem)
                            .contains("a key stands here in the clear")
                            .startsWith("5:"));
            assertThat(problems).noneSatisfy(problem -> assertThat(problem).contains(key.substring(8)));
        }
    }

    @Test
    void refuses_a_key_hidden_by_escapes() {
        List<String> problems = problems("bursar: 1\nmode: \"sk\\u005flive\\u005f51HxExampleExample\"\n");
        assertThat(problems).contains("2:7: a key stands here in the clear; write `env:NAME` or `file:/path` instead");
        assertThat(problems).noneSatisfy(problem -> assertThat(problem).contains("51HxExample"));
    }

    @Test
    void never_repeats_what_stands_for_a_credential() {
        assertThat(problems(PolicyFiles.resource("example.yaml").replace("env:STRIPE_BILLING_KEY", "hunter2hunter2")))
                .containsExactly("19:17: `credential` names where the key is, never the key itself: `env:STRIPE_KEY` or"
                        + " `file:/run/secrets/stripe`; what stands here is neither");
    }

    @Test
    void takes_words_that_only_resemble_keys() {
        String text = PolicyFiles.resource("example.yaml").replace("STRIPE_BILLING_KEY", "TASK_TEST_RUNNER_KEY");
        assertThat(problems(text.replace("com.acme.billing.tools", "com.acme.task_test_runner")))
                .isEmpty();
    }

    @ParameterizedTest(name = "never throws for the example mutated under seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void never_throws_for_a_mutated_example(long seed) {
        Random random = new Random(seed);
        byte[] example = PolicyFiles.resource("example.yaml").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 60; round++) {
            byte[] mutated = mutated(example, random);
            Compilation compilation = PolicyFiles.compile(directory, mutated);
            if (compilation instanceof Compilation.Failed failed) {
                assertThat(failed.problems())
                        .as("seed %d, round %d", seed, round)
                        .isNotEmpty()
                        .noneSatisfy(problem -> assertThat(problem.message()).contains("could not be compiled"));
            }
        }
    }

    /** A few bytes changed, taken out, doubled, or put in from YAML's own signs. */
    private static byte[] mutated(byte[] example, Random random) {
        String signs = "[]{}:,-#&*!|>'\"%@`?~ \n\t\0\u00ff";
        StringBuilder text = new StringBuilder(new String(example, StandardCharsets.ISO_8859_1));
        for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
                case 3 -> text.setLength(Math.max(1, at));
                default -> text.insert(at, signs.charAt(random.nextInt(signs.length())));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
