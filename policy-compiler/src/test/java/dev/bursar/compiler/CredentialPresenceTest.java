// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.policy.CheckpointSettings;
import dev.bursar.runtime.policy.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialPresenceTest {

    @TempDir
    Path directory;

    private Compilation.Compiled compiled() {
        return (Compilation.Compiled) PolicyFiles.compile(directory, """
                bursar: 1
                callers:
                  a: {is: [com.acme.a.**], allow: [], credential: env:A_KEY}
                  b: {is: [com.acme.b.**], allow: [], credential: "file:keys/b"}
                """);
    }

    @Test
    void tells_each_credential_that_is_not_there_and_where_it_is_named() {
        assertThat(CredentialPresence.problems(compiled(), name -> null))
                .extracting(Problem::toString)
                .containsExactly(
                        directory.resolve("bursar.yaml") + ":3:51: the environment variable `A_KEY` is not set",
                        directory.resolve("bursar.yaml") + ":4:51: there is no file `" + directory.resolve("keys/b")
                                + "`");
    }

    @Test
    void tells_an_empty_credential() throws IOException {
        Files.createDirectory(directory.resolve("keys"));
        Files.createFile(directory.resolve("keys/b"));

        assertThat(CredentialPresence.problems(compiled(), Map.of("A_KEY", " ")::get))
                .extracting(Problem::message)
                .containsExactly(
                        "the environment variable `A_KEY` is empty",
                        "the file `" + directory.resolve("keys/b") + "` is empty");
    }

    @Test
    void finds_credentials_beside_the_policy_wherever_the_process_was_started() throws IOException {
        Files.createDirectory(directory.resolve("keys"));
        Files.writeString(directory.resolve("keys/b"), "key");

        assertThat(CredentialPresence.problems(compiled(), Map.of("A_KEY", "key")::get))
                .isEmpty();
    }

    @Test
    void tells_a_key_of_the_journal_that_is_not_there_or_too_weak() throws IOException {
        Compilation.Compiled keeping = (Compilation.Compiled) PolicyFiles.compile(directory, """
                bursar: 1
                callers:
                  a: {is: [com.acme.a.**], allow: [], mode: rehearse}
                checkpoints: {key: "file:keys/checkpoints", to: stdout}
                pseudonyms: env:PSEUDONYM_KEY
                """);
        assertThat(CredentialPresence.problems(keeping, name -> null))
                .extracting(Problem::toString)
                .containsExactly(
                        directory.resolve("bursar.yaml") + ":4:20: there is no file `"
                                + directory.resolve("keys/checkpoints") + "`",
                        directory.resolve("bursar.yaml")
                                + ":5:13: the environment variable `PSEUDONYM_KEY` is not set");
        assertThat(CredentialPresence.weak(keeping, name -> null))
                .as("absent is not weak")
                .isEmpty();

        Files.createDirectory(directory.resolve("keys"));
        Files.writeString(directory.resolve("keys/checkpoints"), "password");
        assertThat(CredentialPresence.problems(keeping, name -> "secret"))
                .as("weak is not absent")
                .isEmpty();
        assertThat(CredentialPresence.weak(keeping, name -> "secret"))
                .extracting(Problem::message)
                .containsExactly(
                        "the key in `file:" + directory.resolve("keys/checkpoints")
                                + "` is too weak: a shared secret has at least 32 random characters, such as `openssl rand"
                                + " -hex 32` gives",
                        "the key in `env:PSEUDONYM_KEY` is too weak: a shared secret has at least 32 random characters, such"
                                + " as `openssl rand -hex 32` gives");

        Files.writeString(directory.resolve("keys/checkpoints"), "0123456789abcdef".repeat(4) + "\n");
        assertThat(CredentialPresence.problems(keeping, name -> "0123456789abcdef".repeat(4)))
                .isEmpty();
        assertThat(CredentialPresence.weak(keeping, name -> "0123456789abcdef".repeat(4)))
                .isEmpty();
        assertThat(keeping.policy().keeping().checkpoints())
                .isEqualTo(new CheckpointSettings(
                        "file:" + directory.resolve("keys/checkpoints"),
                        "stdout",
                        1000,
                        Duration.ofSeconds(60),
                        new Place(directory.resolve("bursar.yaml").toString(), 4, 20)));
    }

    private Compilation.Compiled sealed() {
        return (Compilation.Compiled) PolicyFiles.compile(directory, """
                bursar: 1
                seal: env:SEAL
                callers:
                  a: {is: [com.acme.a.**], allow: [], credential: env:A_KEY}
                """);
    }

    @Test
    void tells_that_the_secret_to_seal_with_is_not_there() {
        assertThat(CredentialPresence.problems(sealed(), Map.of("A_KEY", "key")::get))
                .extracting(Problem::toString)
                .containsExactly(directory.resolve("bursar.yaml") + ":2:7: the environment variable `SEAL` is not set");
        assertThat(CredentialPresence.weak(sealed(), name -> null))
                .as("absent is not weak")
                .isEmpty();
    }

    @Test
    void tells_a_secret_that_can_be_guessed_without_showing_it() {
        assertThat(CredentialPresence.weak(sealed(), Map.of("SEAL", "hunter2-hunter2")::get))
                .extracting(Problem::toString)
                .containsExactly(directory.resolve("bursar.yaml")
                        + ":2:7: the secret in `env:SEAL` has 15 characters, and at least 32 random ones are needed; make one,"
                        + " such as with `openssl rand -hex 32`");
        assertThat(CredentialPresence.weak(sealed(), Map.of("SEAL", "abcabc".repeat(10))::get))
                .extracting(Problem::message)
                .containsExactly("the secret in `env:SEAL` repeats so few different characters that it can be guessed;"
                        + " make one, such as with `openssl rand -hex 32`");
        assertThat(CredentialPresence.weak(sealed(), Map.of("SEAL", "9f86d081884c7d659a2feaa0c55ad015\n")::get))
                .isEmpty();
    }
}
