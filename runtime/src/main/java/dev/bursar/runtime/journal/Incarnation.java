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
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One directory of the journal: what one process wrote, from its start to its end, a failure, or the day's or the directory's fill.
 * The file {@code began} in it says how it is joined to the one before.
 *
 * @param directory absolute; its name is a UUID
 * @param ordinal from 1, without gaps, also where the first ones have been archived: the place of the directory in the journal
 * @param first the sequence of its first record, whether or not there is one yet
 * @param previous hash of the record {@code first - 1}, 64 hex digits; a record of an earlier directory at or after {@code first} was
 *     never acknowledged and does not count
 * @param began when it was made, UTC; the frozen clock of the queue in it
 */
record Incarnation(Path directory, int ordinal, long first, String previous, Instant began) {

    static final String BEGAN = "began";
    static final String BEGINS = "begins";
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
     * All directories of a journal in order. The first is number 1, or the one that the file {@code begins} beside them names, which is there
     * once older ones have been archived or deleted; what is older than that one does not count any more.
     *
     * @throws BrokenJournalException if one is missing or says nothing about its place
     * @throws IOException if the directory cannot be read; a directory that cannot be read is never taken for an empty one
     */
    static List<Incarnation> all(Path journal) throws IOException {
        // Before the directories: what is archived in between is then listed and not missing.
        Incarnation begins = begins(journal);
        List<Incarnation> found = list(journal);
        int first = begins == null ? 1 : begins.ordinal;
        found.removeIf(each -> each.ordinal < first);
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).ordinal != first + i) {
                Incarnation now = begins(journal);
                if (now != null && now.ordinal > first) {
                    return all(journal);
                }
                throw new BrokenJournalException("directory number " + (first + i) + " of the journal `" + journal
                        + "` is missing or there twice: the next one found is `"
                        + found.get(i).directory.getFileName() + "`, number " + found.get(i).ordinal);
            }
        }
        if (begins != null) {
            if (found.isEmpty()) {
                throw new BrokenJournalException("directory number " + first + " of the journal `" + journal
                        + "` is missing, with which it begins");
            }
            Incarnation there = found.get(0);
            if (there.first != begins.first || !there.previous.equals(begins.previous)) {
                throw new BrokenJournalException("the journal `" + journal + "` begins with `"
                        + there.directory.getFileName() + "`, which is not what `" + BEGINS + "` says");
            }
        }
        return found;
    }

    /** Puts before {@code journal} as many directories of the archive as join it without a gap. */
    static List<Incarnation> withArchive(Path archive, List<Incarnation> journal) throws IOException {
        if (journal.isEmpty() || !Files.isDirectory(archive)) {
            return journal;
        }
        Map<Integer, Incarnation> archived = new TreeMap<>();
        for (Incarnation each : list(archive)) {
            if (archived.put(each.ordinal, each) != null) {
                throw new BrokenJournalException(
                        "directory number " + each.ordinal + " is there twice in the archive `" + archive + "`");
            }
        }
        List<Incarnation> all = new ArrayList<>(journal);
        for (int i = journal.get(0).ordinal - 1; archived.containsKey(i); i--) {
            all.add(0, Objects.requireNonNull(archived.get(i)));
        }
        return all;
    }

    /** The directories that a journal no longer begins with but that are still beside it, by their number. */
    static List<Incarnation> before(Path journal, int ordinal) throws IOException {
        List<Incarnation> found = list(journal);
        found.removeIf(each -> each.ordinal >= ordinal);
        return found;
    }

    /** With which directory the journal begins; {@code null} if with number 1. */
    static @Nullable Incarnation begins(Path journal) throws IOException {
        Path file = journal.resolve(BEGINS);
        return Files.exists(file) ? read(journal, file) : null;
    }

    private static List<Incarnation> list(Path parent) throws IOException {
        List<Incarnation> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
            for (Path child : children) {
                // anything else is not ours, or a directory whose making was cut short
                if (NAME.matcher(child.getFileName().toString()).matches()) {
                    try {
                        found.add(read(child, child.resolve(BEGAN)));
                    } catch (BrokenJournalException e) {
                        // it may just have been archived
                        if (Files.exists(child)) {
                            throw e;
                        }
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingInt(Incarnation::ordinal));
        return found;
    }

    /** @throws BrokenJournalException if it says nothing about its place */
    static Incarnation read(Path directory) throws IOException {
        return read(directory, directory.resolve(BEGAN));
    }

    private static Incarnation read(Path directory, Path file) throws IOException {
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
