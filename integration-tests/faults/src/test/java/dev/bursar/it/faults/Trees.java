// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Whole directories. */
public final class Trees {

    private static final int MOST_TRIES = 100;

    private Trees() {}

    private interface Two {
        void apply(Path from, Path to) throws IOException;
    }

    /** Copies to where there is nothing yet. */
    public static Path copy(Path from, Path to) throws IOException {
        return walk(from, to, (file, copy) -> Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES));
    }

    /** The same files under other names: what is written to one is written to the other. */
    public static Path link(Path from, Path to) throws IOException {
        return walk(from, to, (file, link) -> Files.createLink(link, file));
    }

    private static Path walk(Path from, Path to, Two each) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.copy(directory, to.resolve(from.relativize(directory)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                each.apply(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    /** Also while somebody still makes files there. */
    public static void delete(Path directory) throws IOException {
        IOException last = null;
        for (int i = 0; i < MOST_TRIES && Files.exists(directory); i++) {
            try {
                Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path emptied, IOException e) throws IOException {
                        Files.deleteIfExists(emptied);
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                last = e;
            }
        }
        if (Files.exists(directory)) {
            throw last == null ? new IOException("cannot delete `" + directory + "`") : last;
        }
    }
}
