// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class CommandTest {

    private static final byte[] JSON = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static Command shell(String script, String... arguments) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        line.addAll(List.of(arguments));
        return new Command(line, Set.of("PATH"));
    }

    @Test
    void gives_the_alert_on_standard_input_and_arguments_as_they_are() throws Exception {
        Path out = folder.resolve("out");
        shell("{ printf '%s\\n' \"$2\" \"${PATH_WAS-}\"; cat; } > \"$1\"", out.toString(), "$(touch broken) `x` ; *")
                .send(JSON, PATIENCE);
        assertThat(Files.readString(out)).isEqualTo("$(touch broken) `x` ; *\n\n{\"a\":1}\n");
    }

    @Test
    void hides_what_holds_keys() throws Exception {
        Path out = folder.resolve("out");
        // A shell without PATH sets one of its own, but does not export it.
        shell("/usr/bin/env > \"$1\"", out.toString()).send(JSON, PATIENCE);
        assertThat(Files.readString(out).lines()).noneMatch(line -> line.startsWith("PATH="));
    }

    @Test
    void what_need_not_read_and_prints_a_lot_is_delivered() throws Exception {
        shell("i=0; while [ $i -lt 20000 ]; do echo noise; i=$((i+1)); done").send(JSON, PATIENCE);
    }

    @Test
    void what_ends_badly_was_not_delivered() {
        assertThatThrownBy(() -> shell("exit 3").send(JSON, PATIENCE))
                .isInstanceOf(Channel.Undelivered.class)
                .hasMessage("it ended with 3");
    }

    @Test
    void what_cannot_be_started_is_not_tried_again() {
        assertThatThrownBy(() -> new Command(List.of("/no/such/program"), Set.of()).send(JSON, PATIENCE))
                .isInstanceOfSatisfying(
                        Channel.Undelivered.class,
                        e -> assertThat(e.isForGood()).isTrue());
    }

    @Test
    void what_runs_too_long_is_killed_with_what_it_started() throws IOException {
        Path pids = folder.resolve("pids");
        assertThatThrownBy(() -> shell("sleep 600 & echo $! $$ > \"$1\"; wait", pids.toString())
                        .send(JSON, Duration.ofSeconds(2)))
                .hasMessage("it had not ended after 2000 ms");
        for (String pid : Files.readString(pids).strip().split(" ")) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(left -> {
                left.onExit()
                        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join();
                assertThat(left.isAlive()).isFalse();
            });
        }
    }
}
