// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final String KEY = "rk_test_not_to_be_seen";

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();

    private Credentials with(Map<String, String> environment) {
        return new Credentials(environment::get, clock::get);
    }

    @Test
    void reads_a_key_from_the_environment() throws Exception {
        assertThat(with(Map.of("K", KEY)).get("env:K").open(WireAccess.AT_THE_WIRE))
                .isEqualTo(KEY);
    }

    @Test
    void reads_a_key_from_a_file_without_its_line_end() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\r\n");
        assertThat(with(Map.of()).get("file:" + file).open(WireAccess.AT_THE_WIRE))
                .isEqualTo(KEY);
    }

    @Test
    void takes_up_a_rotated_file_after_a_second() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "old");
        Credentials credentials = with(Map.of());
        assertThat(credentials.get("file:" + file).open(WireAccess.AT_THE_WIRE)).isEqualTo("old");
        Files.writeString(file, "newer");
        assertThat(credentials.get("file:" + file).open(WireAccess.AT_THE_WIRE)).isEqualTo("old");
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(credentials.get("file:" + file).open(WireAccess.AT_THE_WIRE)).isEqualTo("newer");
    }

    @Test
    void refuses_when_a_file_has_gone() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), KEY);
        Credentials credentials = with(Map.of());
        credentials.get("file:" + file);
        Files.delete(file);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThatThrownBy(() -> credentials.get("file:" + file))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "rk_a b", "rk_a\nInjected: yes", "rk_ä"})
    void refuses_what_cannot_stand_in_a_header_and_does_not_repeat_it(String value) {
        assertThatThrownBy(() -> with(Map.of("K", value)).get("env:K"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("`env:K`")
                .hasMessageNotContaining("Injected")
                .hasMessageNotContaining("rk_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:ABSENT", "rk_test_not_to_be_seen", "file:/nowhere/at/all"})
    void refuses_a_source_without_a_key(String source) {
        assertThatThrownBy(() -> with(Map.of()).get(source)).isInstanceOf(CredentialException.class);
    }

    @Test
    void shows_nothing_of_a_key_in_any_text() throws Exception {
        Secret secret = with(Map.of("K", KEY)).get("env:K");
        assertThat(secret.toString()).doesNotContain(KEY);
        assertThat(String.format("%s %s", secret, secret.hashCode())).doesNotContain("rk_");
    }
}
