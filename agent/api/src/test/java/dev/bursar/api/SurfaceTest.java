// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What applications compile against stands in a file, so that no change of it goes unseen. A wanted change is one that
 * {@code target/surface.txt} is copied over that file for.
 */
class SurfaceTest {

    private static final Path WRITTEN = Path.of("src", "api", "surface.txt");

    @Test
    void is_what_stands_in_the_file() throws Exception {
        List<String> surface = surface();
        Files.write(Path.of("target", "surface.txt"), surface);
        assertThat(surface)
                .as("the public surface has changed; if that is wanted, copy target/surface.txt to " + WRITTEN)
                .isEqualTo(Files.readAllLines(WRITTEN));
    }

    private static List<String> surface() throws Exception {
        List<String> lines = new ArrayList<>();
        Path classes = Path.of(
                Bursar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/bursar/api"))) {
            for (String file : files.map(each -> each.getFileName().toString())
                    .filter(each -> !each.equals("package-info.class"))
                    .sorted()
                    .toList()) {
                Class<?> type = Class.forName("dev.bursar.api." + file.replace(".class", ""));
                if (isSeen(type.getModifiers())) {
                    lines.add(type.toGenericString());
                    members(type).sorted().map("    "::concat).forEach(lines::add);
                }
            }
        }
        return lines;
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(
                        Stream.of(type.getDeclaredConstructors())
                                .filter(each -> isSeen(each.getModifiers()))
                                .map(Object::toString),
                        Stream.of(type.getDeclaredFields())
                                .filter(each -> isSeen(each.getModifiers()))
                                .map(each -> each.toGenericString()),
                        Stream.of(type.getDeclaredMethods())
                                .filter(each -> isSeen(each.getModifiers()))
                                .map(each -> each.toGenericString()))
                .flatMap(each -> each);
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
