// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar itself: what it says of itself, what it holds, and what of it an application can see. */
class JarIT {

    private static final long MAX_BYTES = 16L << 20;

    @TempDir
    Path folder;

    @Test
    void is_an_agent_and_a_command_line() throws IOException {
        try (JarFile jar = new JarFile(Jvm.BURSAR_JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Premain-Class")).isEqualTo("dev.bursar.Agent");
            assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.bursar.Main");
            assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
            assertThat(manifest.getValue("Agent-Class"))
                    .as("attached late, it could have missed calls")
                    .isNull();
            assertThat(manifest.getValue("Boot-Class-Path"))
                    .as("it costs an application its CDS archive")
                    .isNull();
        }
    }

    @Test
    void shows_the_class_path_three_classes_and_hides_the_rest() throws IOException {
        List<String> names = names();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(names)
                .filteredOn(name -> !name.startsWith("inst/") && !name.startsWith("META-INF/") && !name.endsWith("/"))
                .isNotEmpty()
                .allMatch(name -> name.matches("dev/bursar/(Agent|Main|IsolatedLoader(\\$[A-Za-z0-9]+)*)\\.class"));
        assertThat(names)
                .as("a service file at the root would be found by the application's ServiceLoader")
                .noneMatch(name -> name.startsWith("META-INF/services/") || name.startsWith("META-INF/versions/"));
        assertThat(names).noneMatch(name -> name.endsWith("module-info.class"));
        assertThat(names)
                .as("signatures of a repacked jar do not hold")
                .noneMatch(name -> name.matches(".*META-INF/[^/]*\\.(SF|RSA|DSA|EC)"));
        assertThat(names).contains("inst/dev/bursar/runtime/gate/CallPath.class");
        assertThat(names)
                .filteredOn(name -> name.startsWith("inst/java/"))
                .as("the bridge goes into java.lang, renamed, and nothing else of java.* is ours")
                .isNotEmpty()
                .allMatch(name -> name.endsWith("/") || name.matches("inst/java/lang/Bursar[A-Za-z$0-9]+\\.class"));
        assertThat(names)
                .as("the bridge's own name is left nowhere")
                .noneMatch(name -> name.contains("dev/bursar/bridge/"));
        assertThat(names)
                .as("it phones home, or compiles at run time")
                .noneMatch(name -> name.contains("openhft/analytics") || name.contains("openhft/compiler"));
        assertThat(names).noneMatch(name -> name.contains("com/stripe/") || name.contains("com/acme/"));
        assertThat(Files.size(Jvm.BURSAR_JAR)).isLessThan(MAX_BYTES);
        System.out.println("bursar.jar: " + Files.size(Jvm.BURSAR_JAR) + " bytes, " + names.size() + " entries");
    }

    @Test
    void an_application_sees_nothing_of_what_it_is_made_of() {
        List<String> hidden = List.of(
                "com.fasterxml.jackson.databind.ObjectMapper",
                "com.fasterxml.jackson.core.JsonFactory",
                "com.fasterxml.jackson.dataformat.yaml.YAMLFactory",
                "org.yaml.snakeyaml.Yaml",
                "net.bytebuddy.ByteBuddy",
                "net.bytebuddy.agent.builder.AgentBuilder",
                "net.openhft.chronicle.queue.ChronicleQueue",
                "net.openhft.chronicle.core.Jvm",
                "org.slf4j.Logger",
                "org.slf4j.LoggerFactory",
                "picocli.CommandLine",
                "redis.clients.jedis.UnifiedJedis",
                "org.apache.commons.pool2.ObjectPool",
                "dev.bursar.runtime.gate.CallPath",
                "dev.bursar.runtime.credential.Secret",
                "dev.bursar.compiler.PolicyCompiler",
                "dev.bursar.weaver.Weaver",
                "dev.bursar.launcher.Attach",
                "dev.bursar.bridge.Door");
        try (Ground ground = new Ground(folder).key("billing")) {
            Jvm jvm = Jvm.application("com.acme.app.plain.Plain", "33.3.0")
                    .agent(ground.policy(StartUpIT.CALLER))
                    .argument("dev.bursar.Agent");
            // Our own tests lie in the folder of the applications, but under another name.
            hidden.forEach(jvm::argument);
            Jvm.Done done = jvm.run(folder, "plain");
            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(done.value("dev.bursar.Agent")).isEqualTo("true");
            for (String name : hidden) {
                assertThat(done.value(name)).as(name).isEqualTo("false");
            }
        }
    }

    /** As they stand in the file: a directory that is read by name hides a duplicate. */
    private static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Jvm.BURSAR_JAR))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        try (JarFile jar = new JarFile(Jvm.BURSAR_JAR.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName)).hasSameSizeAs(names);
        }
        return names;
    }
}
