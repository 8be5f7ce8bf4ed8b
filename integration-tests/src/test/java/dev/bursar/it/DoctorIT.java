// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb that tells what of an application would be caught. */
class DoctorIT {

    private static final Path STRIPE = Path.of(System.getProperty("bursar.it.jars"), "stripe-java-33.3.0.jar");

    @TempDir
    Path folder;

    @Test
    void finds_what_is_caught_in_a_jar_a_folder_of_jars_a_command_and_inside_an_archive() throws Exception {
        Path archive = zip("app.jar", Map.of("BOOT-INF/lib/" + STRIPE.getFileName(), Files.readAllBytes(STRIPE)));
        Path named = zip("named.jar", Map.of());
        for (String[] words : new String[][] {
            {STRIPE.toString()},
            {STRIPE.getParent() + "/*"},
            {archive.toString()},
            {"--", "java", "-Xmx1g", "-cp", named + java.io.File.pathSeparator + STRIPE, "com.acme.Main"},
            {"--", "java", "-jar", archive.toString()}
        }) {
            Jvm.Done done = doctor(words);
            assertThat(done.exit()).as(done.toString()).isZero();
            assertThat(done.out())
                    .containsPattern(
                            "stripe-java +stripe-java-[0-9.]+jar +its calls +caught +HttpClient#requestWithRetries")
                    .containsPattern("java.net.http +JDK [0-9]+ +its calls +caught")
                    .doesNotContain("not there");
        }
    }

    @Test
    void says_no_where_a_client_has_a_shape_that_nobody_has_tried() throws Exception {
        Path strange = zip("strange.jar", Map.of("com/stripe/net/HttpClient.class", own()));
        Jvm.Done done = doctor("--format", "jsonl", strange.toString());
        assertThat(done.exit()).as(done.toString()).isEqualTo(1);
        JsonNode first =
                new ObjectMapper().readTree(done.out().lines().findFirst().orElseThrow());
        assertThat(first.get("hook").asText()).isEqualTo("stripe-java");
        assertThat(first.get("found_in").asText()).isEqualTo("strange.jar");
        assertThat(first.get("state").asText()).isEqualTo("refused");
    }

    @Test
    void says_no_where_nothing_it_knows_is_found_and_usage_where_it_cannot_look() {
        assertThat(doctor(folder.toString()).exit()).isEqualTo(1);
        assertThat(doctor(folder.toString()).err()).contains("nothing that it knows");
        Jvm.Done absent = doctor(folder.resolve("absent.jar").toString());
        assertThat(absent.exit()).isEqualTo(2);
        assertThat(absent.err()).contains("there is no `");
        assertThat(doctor("--", "java", "-version").exit()).isEqualTo(2);
        assertThat(doctor().exit()).isEqualTo(2);
    }

    private Jvm.Done doctor(String... words) {
        return Jvm.bursar(Stream.concat(Stream.of("doctor"), Stream.of(words)).toArray(String[]::new))
                .run(folder, "doctor");
    }

    private Path zip(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return file;
    }

    private static byte[] own() throws IOException {
        try (InputStream in = Objects.requireNonNull(DoctorIT.class.getResourceAsStream(
                "/" + DoctorIT.class.getName().replace('.', '/') + ".class"))) {
            return in.readAllBytes();
        }
    }
}
