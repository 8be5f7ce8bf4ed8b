// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A browser of this machine, without a window. It is the one that the system property {@code bursar.browser} or the environment variable
 * {@code BURSAR_BROWSER} names, or a Chromium on the {@code PATH}.
 */
final class Browser {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long LIMIT_SECONDS = 90;

    private final Path binary;
    private final Path folder;

    /**
     * @param dom the document as it was after its scripts had run
     * @param said what it reported on the console
     */
    record Seen(String dom, List<String> said) {}

    private Browser(Path binary, Path folder) {
        this.binary = binary;
        this.folder = folder;
    }

    /** @param folder for its profiles, one for each start */
    static Optional<Browser> find(Path folder) {
        String named = System.getProperty("bursar.browser", System.getenv("BURSAR_BROWSER"));
        Stream<Path> places = named != null
                ? Stream.of(Path.of(named))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)));
        return places.filter(Files::isExecutable).findFirst().map(binary -> new Browser(binary, folder));
    }

    void picture(Path page, int width, int height, boolean dark, Path picture)
            throws IOException, InterruptedException {
        Files.createDirectories(picture.toAbsolutePath().getParent());
        run(page, width, height, dark, "--screenshot=" + picture.toAbsolutePath());
    }

    Seen open(Path page, int width, int height) throws IOException, InterruptedException {
        return run(page, width, height, false, "--dump-dom");
    }

    private Seen run(Path page, int width, int height, boolean dark, String what)
            throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory(folder, "profile");
        Path out = Files.createTempFile(folder, "browser", ".out");
        Path err = Files.createTempFile(folder, "browser", ".err");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height,
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                what,
                page.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(
                    "`" + binary + "` did not end within " + LIMIT_SECONDS + " s: " + Files.readString(err));
        }
        if (process.exitValue() != 0) {
            throw new IOException("`" + binary + "` failed: " + Files.readString(err));
        }
        Pattern console = Pattern.compile(":CONSOLE[:(]");
        try (Stream<String> lines = Files.lines(err)) {
            return new Seen(
                    Files.readString(out),
                    lines.filter(line -> console.matcher(line).find()).toList());
        }
    }
}
