// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Random numbers that belong to a state directory for its whole life, each in a file of its own, as hex digits on one line, mode 0600. Made
 * by the process that holds the directory.
 */
public final class StateFile {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private StateFile() {}

    /**
     * What stands in the file; made first if it is not there, and then on the disk when this returns.
     *
     * @param name the file's, in {@code state}
     * @param bytes how many random bytes, 16 to 32
     * @return hex digits
     * @throws IOException if it cannot be read or made, or holds anything else
     */
    public static String get(Path state, String name, int bytes) throws IOException {
        String there = find(state, name);
        return there == null ? make(state, name, bytes) : there;
    }

    /**
     * As {@link #get}, but never makes it.
     *
     * @return {@code null} if it is not there
     */
    public static @Nullable String find(Path state, String name) throws IOException {
        Path file = state.resolve(name);
        if (!Files.exists(file)) {
            return null;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!DIGITS.matcher(text).matches()) {
            throw new IOException("`" + file + "` does not hold what Bursar wrote there; restore it");
        }
        return text;
    }

    private static String make(Path state, String name, int bytes) throws IOException {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        Path half = state.resolve(name + ".new");
        Files.deleteIfExists(half);
        try (FileChannel channel = FileChannel.open(
                half,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                StateDirectory.mode(half, "rw-------"))) {
            ByteBuffer line = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("`" + half + "` is being made by another process", e);
        }
        Files.move(half, state.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        StateDirectory.force(state);
        return text;
    }
}
