// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyWatcherTest {

    private static final String POLICY = """
            bursar: 1
            mode: rehearse
            callers:
              a: {is: [com.acme.a.**], allow: []}
            """;

    @TempDir
    Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Path file = Path.of("");
    private PolicyWatcher watcher =
            PolicyWatcher.start(file, "", () -> new Compilation.Failed(List.of()), Duration.ofDays(1), listener());

    private PolicyWatcher.Listener listener() {
        return new PolicyWatcher.Listener() {
            @Override
            public void changed(Compilation.Compiled compiled) {
                told.add("changed " + compiled.policy().callers().keySet());
                if (compiled.policy().callers().containsKey("trouble") && told.size() < 3) {
                    throw new IllegalStateException("the listener errs");
                }
            }

            @Override
            public void broken(List<Problem> problems) {
                told.add("broken " + problems.get(0).message());
            }
        };
    }

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("bursar.yaml"), POLICY);
        Compilation now = PolicyCompiler.compile(file, PolicyFiles.STRIPE);
        watcher = PolicyWatcher.start(
                file,
                ((Compilation.Compiled) now).policy().hash(),
                () -> PolicyCompiler.compile(file, PolicyFiles.STRIPE),
                Duration.ofMillis(20),
                listener());
    }

    @AfterEach
    void stop() {
        watcher.close();
    }

    /** At once, as a reader sees it. */
    private void write(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next.yaml"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitTold(String... expected) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(told).containsExactly(expected));
    }

    @Test
    void tells_a_change_once() throws IOException {
        write(POLICY.replace("a:", "b:"));
        awaitTold("changed [b]");
        await().during(Duration.ofMillis(200)).until(() -> told.size() == 1);
    }

    @Test
    void sees_a_file_written_over_in_place() throws IOException {
        Files.writeString(file, POLICY.replace("a:", "c:"));
        await().atMost(Duration.ofSeconds(10)).until(() -> told.contains("changed [c]"));
    }

    @Test
    void never_takes_a_file_that_is_still_being_written() {
        watcher.close();
        List<Compilation> looks = new ArrayList<>();
        for (String text : List.of(POLICY, POLICY.replace("a:", "half:"), "", POLICY.replace("a:", "f:"))) {
            looks.add(PolicyFiles.compile(directory, text));
        }
        AtomicInteger look = new AtomicInteger();
        // A file that is not there is compiled at every look, however long they take.
        try (PolicyWatcher scripted = PolicyWatcher.start(
                directory.resolve("none"),
                ((Compilation.Compiled) looks.get(0)).policy().hash(),
                () -> looks.get(Math.min(look.getAndIncrement(), looks.size() - 1)),
                Duration.ofMillis(20),
                listener())) {
            assertThat(scripted).isNotNull();
            await().atMost(Duration.ofSeconds(10)).until(() -> told.contains("changed [f]"));
        }
        assertThat(told).doesNotContain("changed [half]").noneMatch(each -> each.contains("empty"));
    }

    @Test
    void tells_a_broken_file_once_and_the_repaired_one_after_it() throws IOException {
        write("mode: on\n" + POLICY.replace("mode: rehearse\n", ""));
        await().atMost(Duration.ofSeconds(10)).until(() -> !told.isEmpty());
        await().during(Duration.ofMillis(200)).until(() -> told.size() == 1);
        write(POLICY.replace("a:", "d:"));
        awaitTold("broken `on` is no value of `mode`; it is one of `observe`, `enforce`, `rehearse`", "changed [d]");
    }

    @Test
    void tells_a_file_that_is_gone_and_takes_it_when_it_comes_back() throws IOException {
        Files.delete(file);
        awaitTold("broken there is no such file; give the path of a policy");
        write(POLICY.replace("a:", "e:"));
        awaitTold("broken there is no such file; give the path of a policy", "changed [e]");
    }

    @Test
    void tells_again_what_the_listener_failed_to_take() throws IOException {
        write(POLICY.replace("a:", "trouble:"));
        awaitTold("changed [trouble]", "changed [trouble]", "changed [trouble]");
    }
}
