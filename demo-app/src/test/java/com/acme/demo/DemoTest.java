// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false);

    @TempDir
    private Path directory;

    @Test
    void without_a_jar_it_says_how_to_build_one() throws Exception {
        assertThat(new Demo(directory.resolve("bursar.jar"), directory, screen).run())
                .isEqualTo(2);
        assertThat(said()).contains("mvn -q -DskipTests package");
    }

    @Test
    void with_an_agent_that_changes_nothing_it_shows_what_goes_wrong_and_fails() throws Exception {
        int exit = new Demo(agentThatDoesNothing(), directory, screen).run();

        assertThat(said())
                .containsPattern("charges for one intended charge +2 +2  <- should be 1")
                .containsPattern("charges for one order whose tool threw +2 +2  <- should be 1")
                .containsPattern("keys seen from the billing agent +global +global  <- should be billing")
                .containsPattern("keys seen from the refunds agent +global +global  <- should be refunds")
                .containsPattern("refunds made by the billing agent +1 +1  <- should be 0")
                .containsPattern("charges made by the refunds agent +1 +1  <- should be 0")
                .containsPattern("refunds made by the refunds agent +1 +1\n")
                .containsPattern("USD charged, where 500.00 a day is the cap +800.00 +800.00  <- should be 500.00")
                .containsPattern("charges made by a 50-example evaluation +50 +50  <- should be 0")
                .containsPattern("ran dump .*bursar-state")
                .containsPattern("a page for a browser: file:.*report.html")
                .contains("Not as it should be: not every count is as it should be with Bursar")
                .doesNotContain("\u001b");
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void the_policy_it_hands_over_has_the_simulators_address() throws Exception {
        new Demo(agentThatDoesNothing(), directory, screen).run();

        String policy = said().lines()
                .filter(line -> line.startsWith("  policy "))
                .findFirst()
                .orElseThrow()
                .substring("  policy ".length());
        String address = said().replaceAll("(?s).*a simulator on (http://127.0.0.1:[0-9]+).*", "$1");
        assertThat(Files.readString(Path.of(policy)))
                .contains("stripe: {hosts: [\"" + address + "\"]}")
                .doesNotContain("_test_");
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path agentThatDoesNothing() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, NoAgent.class.getName());
        manifest.getMainAttributes().putValue("Premain-Class", NoAgent.class.getName());
        Path jar = directory.resolve("bursar.jar");
        String entry = "com/acme/demo/NoAgent.class";
        try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream from = Objects.requireNonNull(getClass().getResourceAsStream("NoAgent.class"))) {
            to.putNextEntry(new JarEntry(entry));
            from.transferTo(to);
        }
        return jar;
    }
}
