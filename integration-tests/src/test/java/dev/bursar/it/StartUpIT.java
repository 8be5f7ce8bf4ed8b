// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Armed or not at all: an application that would run unguarded does not start, and says in one line why. */
class StartUpIT {

    static final String CALLER = """
            callers:
              billing:
                is: [com.acme.app.nothing.**]
                credential: file:billing.key
                allow: [charges:write]
            """;

    @TempDir
    Path folder;

    private Ground ground;

    @BeforeEach
    void open() {
        ground = new Ground(folder).key("billing");
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void does_not_start_without_a_policy_it_can_read() throws IOException {
        refuses(folder.resolve("missing.yaml"), "missing.yaml");
        refuses(Files.writeString(folder.resolve("empty.yaml"), ""), "empty.yaml");
        refuses(folder, "");
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, ("bursar: 1\n# caf\u00e9\n" + CALLER).getBytes(StandardCharsets.ISO_8859_1));
        refuses(latin, "UTF-8");
        Path large = folder.resolve("large.yaml");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(50L << 20);
        }
        refuses(large, "large.yaml");
    }

    @Test
    void does_not_start_under_a_policy_with_a_problem() {
        refuses(ground.policy(CALLER.replace("allow:", "alow:")), "`alow`", "bursar.yaml");
        refuses(ground.policy(CALLER.replace("file:billing.key", "env:BURSAR_IT_NOT_SET")), "BURSAR_IT_NOT_SET");
        refuses(ground.policy(CALLER.replace("file:billing.key", "file:not-there.key")), "not-there.key");
        refuses(ground.policy(CALLER.replace("charges:write", "nonsense:write")), "nonsense");
        String key = "rk_" + "live_abcdefghijklmnopqrstuvwx";
        Jvm.Done done = refuses(ground.policy(CALLER.replace("file:billing.key", key)), "bursar.yaml");
        assertThat(done.err()).doesNotContain(key).doesNotContain("abcdefghijkl");
        refuses(ground.policy("bursarx: 1\n" + CALLER + "\n  two:\n    alow: []\n"), "bursarx", "alow");
    }

    @Test
    void does_not_start_without_a_policy_named_or_under_a_mode_that_is_none() {
        Jvm.Done nameless = plain().option("-javaagent:" + Jvm.BURSAR_JAR).run(folder, "nameless");
        refused(nameless);
        Jvm.Done mode =
                plain().option("-Dbursar.mode=off").agent(ground.policy(CALLER)).run(folder, "mode");
        refused(mode);
        assertThat(mode.err()).contains("off");
    }

    @Test
    void does_not_start_under_a_policy_it_may_not_read() throws IOException {
        Path policy = ground.policy(CALLER);
        policy.toFile().setReadable(false, false);
        assumeThat(Files.isReadable(policy))
                .as("whoever is root reads everything")
                .isFalse();
        refuses(policy, "bursar.yaml");
    }

    @Test
    void leaves_an_application_alone_that_calls_no_vendor() {
        Jvm.Done bare = plain().argument("java.lang.String").run(folder, "bare");
        Jvm.Done governed = plain().agent(ground.policy(CALLER))
                .argument("java.lang.String")
                .run(folder, "governed");
        assertThat(governed).isEqualTo(bare);
        assertThat(governed.exit()).isZero();
        assertThat(governed.out()).startsWith("main ran");
    }

    /** {@code JAVA_TOOL_OPTIONS} is seen by every JVM, also by those that only list, sign or print. */
    @Test
    void steps_aside_in_the_tools_of_the_jdk() throws IOException, InterruptedException {
        for (List<String> tool : List.of(List.of("keytool", "-help"), List.of("jcmd", "-l"), List.of("jps"))) {
            Path out = folder.resolve(tool.get(0) + ".out");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(tool))
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.command()
                    .set(
                            0,
                            Path.of(System.getProperty("java.home"), "bin", tool.get(0))
                                    .toString());
            builder.environment()
                    .put("JAVA_TOOL_OPTIONS", "-javaagent:" + Jvm.BURSAR_JAR + "=" + folder.resolve("missing.yaml"));
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isZero();
            assertThat(Files.readString(out)).doesNotContain("bursar: ");
        }
        Jvm.Done application = plain().env(
                        "JAVA_TOOL_OPTIONS", "-javaagent:" + Jvm.BURSAR_JAR + "=" + folder.resolve("missing.yaml"))
                .run(folder, "application");
        assertThat(application.exit()).as("but not in an application").isEqualTo(78);
    }

    private Jvm plain() {
        return Jvm.application("com.acme.app.plain.Plain", "33.3.0");
    }

    private Jvm.Done refuses(Path policy, String... said) {
        Jvm.Done done = plain().agent(policy).run(folder, "refused");
        refused(done);
        assertThat(done.err()).contains(said);
        return done;
    }

    private static void refused(Jvm.Done done) {
        assertThat(done.exit()).as(done.toString()).isEqualTo(78);
        assertThat(done.out()).isEmpty();
        assertThat(done.err().lines())
                .as(done.toString())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("bursar: not started: "));
    }
}
