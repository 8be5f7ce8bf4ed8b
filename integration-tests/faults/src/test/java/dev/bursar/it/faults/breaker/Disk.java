// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.breaker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * What of the state directory would survive a loss of power: of each file its content, and of each directory its names, as of the last time it was
 * forced. Kept by inode number, because a name can change. The process ends under the same lock, so that nothing forced later is ever acted on.
 */
final class Disk implements Consumer<String> {

    private final Path state;
    private final Path forced;
    private final Object forcing;

    /**
     * @param forced a directory that is there, and holds what earlier processes have forced
     * @param forcing whose lock is held while something is taken for forced
     */
    Disk(Path state, Path forced, Object forcing) {
        this.state = state;
        this.forced = forced;
        this.forcing = forcing;
    }

    @Override
    public void accept(String path) {
        Path file = Path.of(path);
        if (file.startsWith(state)) {
            synchronized (forcing) {
                keep(file);
            }
        }
    }

    private void keep(Path file) {
        try {
            if (Files.isDirectory(file)) {
                StringBuilder names = new StringBuilder();
                try (DirectoryStream<Path> children = Files.newDirectoryStream(file)) {
                    for (Path child : children) {
                        names.append(inode(child))
                                .append(' ')
                                .append(child.getFileName())
                                .append('\n');
                    }
                }
                Files.writeString(forced.resolve(inode(file) + ".names"), names);
            } else {
                Files.copy(file, forced.resolve(inode(file) + ".content"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (NoSuchFileException e) {
            // deleted meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
