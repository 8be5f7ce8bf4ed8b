// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example/T0SECRET7",
                "http://127.0.0.1:8080/T0SECRET7",
                "http://localhost/T0SECRET7",
                "http://[::1]:80/T0SECRET7",
                " https://hooks.example/T0SECRET7\n"
            })
    void takes_https_and_plain_http_for_loopback_and_prints_neither(String text) throws Address.Unusable {
        Address address = Address.read("env:HOOK", name -> text);
        assertThat(address.uri()).hasToString(text.strip());
        assertThat(address).hasToString("Address[hidden]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example/T0SECRET7",
                "http://127.0.0.1.evil.example/T0SECRET7",
                "https://user:T0SECRET7@hooks.example/",
                "ftp://127.0.0.1/T0SECRET7",
                "T0SECRET7",
                "",
                "https:///T0SECRET7",
                "https://hooks example/T0SECRET7"
            })
    void refuses_everything_else_without_repeating_it(String text) {
        assertThatThrownBy(() -> Address.read("env:HOOK", name -> text))
                .isInstanceOf(Address.Unusable.class)
                .hasMessageContaining("`env:HOOK`")
                .hasMessageNotContaining("SECRET")
                .hasNoCause();
    }

    @Test
    void reads_a_file_and_says_if_it_cannot() throws IOException, Address.Unusable {
        Path file = Files.writeString(folder.resolve("hook"), "https://hooks.example/a\n");
        assertThat(Address.read("file:" + file, name -> null).uri()).hasToString("https://hooks.example/a");
        Files.delete(file);
        assertThatThrownBy(() -> Address.read("file:" + file, name -> null))
                .hasMessageContaining("cannot be read: there is no such file");
        assertThatThrownBy(() -> Address.read("env:HOOK", name -> null))
                .hasMessage("the environment variable `HOOK` is not set");
    }
}
