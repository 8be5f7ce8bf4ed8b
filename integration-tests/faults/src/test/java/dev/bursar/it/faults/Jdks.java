// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The JDKs of this machine, one of each feature version that Bursar supports. */
final class Jdks {

    private static final int OLDEST = 17;

    private Jdks() {}

    /** The one that runs the tests. */
    static Path own() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * By feature version. Looked for in the property {@code bursar.faults.jdks}, in {@code JAVA_HOME} and its likes, among the alternatives of the
     * system, and beside the JDK that runs the tests.
     */
    static Map<Integer, Path> found() {
        List<Path> homes = new ArrayList<>(List.of(own()));
        for (String each : System.getProperty("bursar.faults.jdks", "").split(File.pathSeparator, -1)) {
            if (!each.isBlank()) {
                homes.add(Path.of(each));
            }
        }
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME") || (name.startsWith("JAVA_") && name.endsWith("_HOME"))) {
                homes.add(Path.of(value));
            }
        });
        homes.addAll(alternatives());
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(own().resolveSibling("."))) {
            beside.forEach(homes::add);
        } catch (IOException e) {
            // then there are none beside it
        }
        Map<Integer, Path> found = new TreeMap<>();
        for (Path home : homes) {
            int version = version(home);
            if (version >= OLDEST && Files.isExecutable(home.resolve("bin").resolve("java"))) {
                found.putIfAbsent(version, home);
            }
        }
        return found;
    }

    /** The feature version of a JDK, from its {@code release} file; 0 if this is none. */
    static int version(Path home) {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
            String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Integer.parseInt(version.split("[.+-]", -1)[0]);
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }

    private static List<Path> alternatives() {
        List<Path> homes = new ArrayList<>();
        try {
            Process process = new ProcessBuilder("update-alternatives", "--list", "java")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            for (String java : out.lines().toList()) {
                Path bin = Path.of(java).toRealPath().getParent();
                if (bin != null && bin.getParent() != null) {
                    homes.add(bin.getParent());
                }
            }
        } catch (IOException e) {
            // no such program here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return homes;
    }
}
