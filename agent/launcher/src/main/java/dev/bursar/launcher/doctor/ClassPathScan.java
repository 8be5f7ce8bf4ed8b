// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wanted class files of a class path: folders, jars, jars named in a manifest's {@code Class-Path}, and the libraries inside a Spring
 * Boot or web archive. What stands first wins, as for a class loader.
 */
final class ClassPathScan {

    /** @param from the name of the jar or folder it was found in */
    record Found(byte[] bytes, String from) {}

    private static final String CLASSES = "(BOOT-INF|WEB-INF)/classes/";

    private final Set<String> wanted;
    private final Map<String, Found> found = new HashMap<>();
    private final Set<Path> seen = new HashSet<>();

    private ClassPathScan(Set<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * @param wanted resources such as {@code com/stripe/Stripe.class}
     * @return those that are there
     * @throws IOException if an entry is not there or cannot be read
     */
    static Map<String, Found> of(List<Path> classPath, Set<String> wanted) throws IOException {
        ClassPathScan scan = new ClassPathScan(wanted);
        Deque<Path> entries = new ArrayDeque<>(classPath);
        for (Path entry = entries.poll(); entry != null; entry = entries.poll()) {
            List<Path> more = scan.entry(entry);
            for (int i = more.size() - 1; i >= 0; i--) {
                entries.push(more.get(i));
            }
        }
        return scan.found;
    }

    private List<Path> entry(Path entry) throws IOException {
        if (!seen.add(entry.toAbsolutePath().normalize())) {
            return List.of();
        }
        String name = String.valueOf(entry.getFileName());
        if (name.equals("*")) {
            Path folder = entry.toAbsolutePath().getParent();
            try (Stream<Path> jars = Files.list(folder == null ? entry : folder)) {
                return jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
            }
        }
        if (Files.isDirectory(entry)) {
            for (String resource : wanted) {
                Path file = entry.resolve(resource);
                if (Files.isRegularFile(file)) {
                    found.putIfAbsent(resource, new Found(Files.readAllBytes(file), name));
                }
            }
            return List.of();
        }
        try (InputStream in = Files.newInputStream(entry)) {
            String more = archive(in, name);
            return more == null
                    ? List.of()
                    : Stream.of(more.trim().split("\\s+"))
                            .filter(each -> !each.contains(":"))
                            .map(entry::resolveSibling)
                            .filter(Files::exists)
                            .toList();
        }
    }

    /** @return the manifest's class path, {@code null} if it has none */
    private @Nullable String archive(InputStream in, String name) throws IOException {
        String classPath = null;
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String path = entry.getName();
            String resource = path.replaceFirst("^" + CLASSES, "");
            if (path.equals("META-INF/MANIFEST.MF")) {
                classPath = new Manifest(zip).getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            } else if (wanted.contains(resource)) {
                found.putIfAbsent(resource, new Found(zip.readAllBytes(), name));
            } else if (path.matches("(BOOT-INF|WEB-INF)/lib/[^/]+\\.jar")) {
                archive(zip, path.substring(path.lastIndexOf('/') + 1));
            }
        }
        return classPath;
    }
}
