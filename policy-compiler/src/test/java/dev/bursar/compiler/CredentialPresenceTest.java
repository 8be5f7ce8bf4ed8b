// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
