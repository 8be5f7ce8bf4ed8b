// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The text of a policy file, read with a bound.
 *
 * @param hash SHA-256 of the bytes, lower-case hex
 */
record Source(String text, String hash) {

    static final int MOST_BYTES = 1 << 20;

    /**
     * @return {@code null} if there is no text to be had; the problem is then in {@code problems}
     */
    static @Nullable Source read(Path file, Problems problems) {
        byte[] bytes;
        try {
            if (Files.isDirectory(file)) {
                problems.add("this is a directory; name the policy file in it");
                return null;
            }
            // Opening a pipe or a device could wait or read for ever.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                problems.add("this is not a regular file");
                return null;
            }
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
        } catch (NoSuchFileException e) {
            problems.add("there is no such file; give the path of a policy");
            return null;
        } catch (AccessDeniedException e) {
            problems.add("this file may not be read; give this process's user the right to read it");
            return null;
        } catch (IOException e) {
            problems.add("this file cannot be read (" + e.getClass().getSimpleName() + ")");
            return null;
        }
        if (bytes.length > MOST_BYTES) {
            problems.add("this file is larger than 1 MiB, so it is not taken for a policy");
            return null;
        }
        String text = decode(bytes, problems);
        return text == null ? null : new Source(text, sha256(bytes));
    }

    private static @Nullable String decode(byte[] bytes, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            problems.add(
                    problems.at(text, text.length()),
                    "this is not UTF-8 text (byte 0x" + HexFormat.of().toHexDigits(bytes[in.position()])
                            + "); save the file as UTF-8");
            return null;
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
