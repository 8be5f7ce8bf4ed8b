// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What a disk may hold after the power has gone: all that was forced, and of what was written since a random part. A page of 4 KiB is there or is not;
 * a length, a name that was made, changed or deleted likewise. That is less than most file systems promise.
 */
final class Image {

    private static final int PAGE = 4096;
    private static final double[] SHARES = {0, 0.2, 0.5, 0.8, 1};

    private final Path forced;
    private final Random random;
    private final double share;

    private Image(Path forced, Random random) {
        this.forced = forced;
        this.random = random;
        this.share = SHARES[random.nextInt(SHARES.length)];
    }

    /** Takes all of a directory for forced. */
    static void baseline(Path directory, Path forced) throws IOException {
        StringBuilder names = new StringBuilder();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                names.append(inode(child))
                        .append(' ')
                        .append(child.getFileName())
                        .append('\n');
                if (Files.isDirectory(child)) {
                    baseline(child, forced);
                } else {
                    Files.copy(child, forced.resolve(inode(child) + ".content"));
                }
            }
        }
        Files.writeString(forced.resolve(inode(directory) + ".names"), names);
    }

    /**
     * @param now the directory as programs saw it last
     * @param forced what the breaker has kept of it
     * @param into not there yet
     */
    static void make(Path now, Path forced, Path into, Random random) throws IOException {
        new Image(forced, random).directory(now, inode(now), into);
    }

    /** @param now may be gone */
    private void directory(Path now, String inode, Path into) throws IOException {
        Files.createDirectory(into);
        Map<String, String> before = new LinkedHashMap<>();
        Path list = forced.resolve(inode + ".names");
        if (Files.exists(list)) {
            for (String line : Files.readAllLines(list)) {
                int space = line.indexOf(' ');
                before.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        Map<String, String> after = new LinkedHashMap<>();
        if (Files.isDirectory(now)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(now)) {
                for (Path child : children) {
                    after.put(inode(child), child.getFileName().toString());
                }
            }
        }
        Set<String> inodes = new LinkedHashSet<>(before.keySet());
        inodes.addAll(after.keySet());
        for (String each : inodes) {
            String old = before.get(each);
            String young = after.get(each);
            boolean changed = old == null || !old.equals(young);
            String name = changed && random.nextDouble() < share ? young : old;
            if (name == null || Files.exists(into.resolve(name))) {
                continue;
            }
            Path present = young == null ? now.resolve(name + " is gone") : now.resolve(young);
            if (Files.isDirectory(present) || Files.exists(forced.resolve(each + ".names"))) {
                directory(present, each, into.resolve(name));
            } else {
                file(present, each, into.resolve(name));
            }
        }
    }

    private void file(Path now, String inode, Path into) throws IOException {
        Path kept = forced.resolve(inode + ".content");
        byte[] before = Files.exists(kept) ? Files.readAllBytes(kept) : new byte[0];
        byte[] after = Files.exists(now) ? Files.readAllBytes(now) : before;
        byte[] image = Arrays.copyOf(before, random.nextDouble() < share ? after.length : before.length);
        for (int page = 0; page < image.length; page += PAGE) {
            int end = Math.min(image.length, page + PAGE);
            if (end <= after.length && random.nextDouble() < share) {
                System.arraycopy(after, page, image, page, end - page);
            }
        }
        Files.write(into, image);
    }

    private static String inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino").toString();
    }
}
