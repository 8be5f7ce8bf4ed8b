// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourceTest {

    @TempDir
    Path folder;

    private static String read(String source, Map<String, String> environment) throws IOException {
        return SecretSource.of(source).text(environment::get);
    }

    @Test
    void reads_a_variable_and_a_file_as_they_are() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "kä\n");
        assertThat(read("env:K", Map.of("K", "kä\n"))).isEqualTo("kä\n");
        assertThat(read("file:" + file, Map.of())).isEqualTo("kä\n");
    }

    @Test
    void says_which_one_is_not_there() {
        assertThatThrownBy(() -> read("env:K", Map.of())).hasMessage("the environment variable `K` is not set");
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> read("file:" + file, Map.of()))
                .hasMessage("`file:" + file + "` cannot be read: there is no such file");
        assertThatThrownBy(() -> read("file:" + folder, Map.of()))
                .hasMessageStartingWith("`file:" + folder + "` cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_live_51H", "ENV:K", "", "FILE:/k", "file:/a\0b"})
    void does_not_repeat_what_is_no_source_because_it_may_be_the_secret(String text) {
        assertThatThrownBy(() -> SecretSource.of(text))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .message()
                .matches("a secret is named by `env:NAME` or `file:/path`; what stands here is neither"
                        + "|the path after `file:` is none this system can have");
    }

    @Test
    void refuses_a_file_that_is_too_long_to_be_meant() throws IOException {
        Path most = Files.writeString(folder.resolve("most"), "k".repeat(SecretSource.LONGEST_BYTES));
        assertThat(read("file:" + most, Map.of())).hasSize(SecretSource.LONGEST_BYTES);
        Path more = Files.writeString(folder.resolve("more"), "k".repeat(SecretSource.LONGEST_BYTES + 1));
        assertThatThrownBy(() -> read("file:" + more, Map.of()))
                .hasMessage("`file:" + more + "` holds more than 16384 bytes, which no secret does");
    }

    @Test
    void refuses_bytes_that_are_no_text_without_repeating_them() throws IOException {
        Path file = Files.write(folder.resolve("key"), new byte[] {'k', 'e', 'y', (byte) 0xff});
        assertThatThrownBy(() -> read("file:" + file, Map.of()))
                .hasMessage("`file:" + file + "` holds bytes that are no text")
                .hasNoCause();
    }
}
