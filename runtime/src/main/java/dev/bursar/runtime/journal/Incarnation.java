// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One directory of the journal: what one process wrote, from its start to its end, a failure, or the day's or the directory's fill.
 * The file {@code began} in it says how it is joined to the one before.
 *
 * @param directory absolute; its name is a UUID
 * @param ordinal from 1, without gaps: the place of the directory in the journal
 * @param first the sequence of its first record, whether or not there is one yet
 * @param previous hash of the record {@code first - 1}, 64 hex digits; a record of an earlier directory at or after {@code first} was
 *     never acknowledged and does not count
 * @param began when it was made, UTC; the frozen clock of the queue in it
 */
record Incarnation(Path directory, int ordinal, long first, String previous, Instant began) {

    static final String BEGAN = "began";
    static final String NO_RECORD = "0".repeat(2 * Canonical.HASH);

    static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String FORMAT = "1";

    /** The queue's one file of records, as Chronicle names it by its frozen clock. */
    Path data() {
        return directory.resolve(DateTimeFormatter.BASIC_ISO_DATE.format(
                        began.atOffset(ZoneOffset.UTC).toLocalDate()) + "F.cq4");
    }

    Path metadata() {
        return directory.resolve("metadata.cq4t");
    }

    byte[] previousBytes() {
        return HexFormat.of().parseHex(previous);
    }

    /** The content of {@code began}. */
    byte[] describe() {
        return ("format " + FORMAT + "\nordinal " + ordinal + "\nfirst " + first + "\nprevious " + previous + "\nbegan "
                        + began + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * All directories of a journal in order.
     *
     * @throws BrokenJournalException if one is missing or says nothing about its place
     * @throws IOException if the directory cannot be read; a directory that cannot be read is never taken for an empty one
     */
    static List<Incarnation> all(Path journal) throws IOException {
        List<Incarnation> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(journal)) {
            for (Path child : children) {
                // anything else is not ours, or a directory whose making was cut short
                if (NAME.matcher(child.getFileName().toString()).matches()) {
                    found.add(read(child));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingInt(Incarnation::ordinal));
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).ordinal != i + 1) {
                throw new BrokenJournalException("directory number " + (i + 1) + " of the journal `" + journal
                        + "` is missing or there twice: the next one found is `"
                        + found.get(i).directory.getFileName() + "`, number " + found.get(i).ordinal);
            }
        }
        return found;
    }

    /** @throws BrokenJournalException if it says nothing about its place */
    static Incarnation read(Path directory) throws IOException {
        Path file = directory.resolve(BEGAN);
        Map<String, String> lines = new TreeMap<>();
        try {
            for (String line : Files.readString(file).split("\n", -1)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    lines.put(line.substring(0, space), line.substring(space + 1));
                }
            }
            String previous = lines.getOrDefault("previous", "");
            if (!FORMAT.equals(lines.get("format")) || !HASH.matcher(previous).matches()) {
                throw new BrokenJournalException("`" + file + "` is not of a format that this Bursar reads");
            }
            return new Incarnation(
                    directory,
                    Integer.parseInt(lines.getOrDefault("ordinal", "")),
                    Long.parseLong(lines.getOrDefault("first", "")),
                    previous,
                    Instant.parse(lines.getOrDefault("began", "")));
        } catch (NoSuchFileException | NumberFormatException | DateTimeException e) {
            throw new BrokenJournalException(
                    "`" + file + "` is missing or damaged: without it the records beside it have no place");
        }
    }
}
