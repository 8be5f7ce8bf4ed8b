// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.dump.TimeArgument;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the verbs that read a journal have in common. */
@NullMarked
final class Journals {

    private Journals() {}

    /** @param end whether a date means the end of its day */
    static @Nullable Instant time(CommandLine command, @Nullable String text, Instant now, ZoneId zone, boolean end) {
        try {
            return text == null ? null : TimeArgument.parse(text, now, zone, end);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, Objects.requireNonNull(e.getMessage()), e);
        }
    }

    /** Writes to an output. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Writes a file beside {@code file} and puts it in its place when it is whole, so that nobody ever finds half of one. */
    static void replace(Path file, Writing writing) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = Objects.requireNonNull(target.getParent(), "a file is in a folder");
        if (!Files.isDirectory(folder)) {
            throw new IOException("`" + file + "` cannot be written: `" + folder + "` is not a directory");
        }
        if (Files.isDirectory(target)) {
            throw new IOException("`" + file + "` cannot be written: it is a directory");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            // a pipe or a device is written to, not replaced
            try (OutputStream out = Files.newOutputStream(target)) {
                writing.to(out);
            }
            return;
        }
        // made readable to nobody else, as the journal is
        Path fresh = Files.createTempFile(folder, "." + target.getFileName() + ".", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                writing.to(out);
            }
            try {
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
