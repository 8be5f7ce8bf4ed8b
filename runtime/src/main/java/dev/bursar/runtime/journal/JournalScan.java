// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a whole journal and tells everything that is wrong with it, where {@link JournalReader} stops at the first. It goes on behind a
 * damaged or missing record with the next whole one. Finds nothing exactly where the reader reads to the end. Reads only.
 */
public final class JournalScan {

    /** Is shown every whole record, in the order in which they are found. */
    public interface Visitor {
        /** @param at the byte of {@code file} where the record's document begins */
        void visit(Recorded recorded, Path file, long at);
    }

    private final Path journal;
    private final Visitor visitor;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private long first = 1;
    private long sequence;
    private String hash = Incarnation.NO_RECORD;

    private JournalScan(Path journal, Visitor visitor) {
        this.journal = journal;
        this.visitor = visitor;
    }

    /**
     * @param state the state directory of a policy
     * @throws IOException if there is no journal in it, or it cannot be read; the message says which
     */
    public static JournalScan of(Path state, Visitor visitor) throws IOException {
        JournalScan scan = new JournalScan(JournalReader.journal(state), visitor);
        scan.run();
        return scan;
    }

    /** In the order in which they were found; empty if the journal is whole. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** What was noticed and is no damage: sentences for a person. */
    public List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }

    /** The sequence with which the journal begins: 1, or more where earlier directories have been taken out under {@code retain}. */
    public long first() {
        return first;
    }

    /** The sequence of the last record; 0 if there is none. */
    public long sequence() {
        return sequence;
    }

    /** The hash of the last record, 64 hex digits; zeros if there is none. */
    public String hash() {
        return hash;
    }

    private void run() throws IOException {
        List<Incarnation> all = list();
        Incarnation begins = Incarnation.begins(journal);
        int ordinal = 0;
        if (begins != null) {
            int number = begins.ordinal();
            all.removeIf(each -> each.ordinal() < number);
            all = Incarnation.withArchive(journal.resolveSibling(StateDirectory.ARCHIVE), all);
            Incarnation start = all.isEmpty() || all.get(0).ordinal() >= number ? begins : all.get(0);
            if (start.ordinal() > 1) {
                ordinal = start.ordinal() - 1;
                resumeWith(start);
            }
        }
        first = sequence + 1;
        for (int i = 0; i < all.size(); i++) {
            Incarnation here = all.get(i);
            int expected = i == 0 ? ordinal + 1 : all.get(i - 1).ordinal() + 1;
            if (here.ordinal() > expected) {
                problem(
                        Problem.Kind.MISSING,
                        here.ordinal() == expected + 1
                                ? "directory number " + expected + " of the journal is gone"
                                : "directories number " + expected + " to " + (here.ordinal() - 1)
                                        + " of the journal are gone");
            }
            if (i == 0) {
                first = here.first();
            }
            begin(here);
            scan(here, i + 1 < all.size() ? all.get(i + 1) : null);
        }
    }

    /** The directories by their ordinals, one each. */
    private List<Incarnation> list() throws IOException {
        List<Incarnation> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(journal)) {
            for (Path child : children) {
                if (!Incarnation.NAME.matcher(child.getFileName().toString()).matches()) {
                    continue;
                }
                try {
                    found.add(Incarnation.read(child));
                } catch (BrokenJournalException e) {
                    problem(Problem.Kind.CHANGED, String.valueOf(e.getMessage()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingInt(Incarnation::ordinal).thenComparing(Incarnation::began));
        List<Incarnation> kept = new ArrayList<>();
        for (Incarnation each : found) {
            Incarnation last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
            if (last != null && last.ordinal() == each.ordinal()) {
                problem(
                        Problem.Kind.FOREIGN,
                        "`" + each.directory() + "` and `" + last.directory()
                                + "` both say that they are directory number " + each.ordinal() + " of the journal");
            } else {
                kept.add(each);
            }
        }
        return kept;
    }

    private void begin(Incarnation here) {
        if (here.first() != sequence + 1) {
            problem(
                    here.first() > sequence + 1 ? Problem.Kind.MISSING : Problem.Kind.FOREIGN,
                    "`" + here.directory() + "` begins with record " + here.first() + ", and "
                            + (sequence == 0 ? "there is none" : "record " + sequence + " is the last")
                            + " before it");
        } else if (!here.previous().equals(hash)) {
            problem(
                    Problem.Kind.FOREIGN,
                    "`" + here.directory() + "` does not follow record " + sequence
                            + " before it: it is of another journal, or what is before it has been changed");
        }
        resumeWith(here);
    }

    private void resumeWith(Incarnation here) {
        sequence = here.first() - 1;
        hash = here.previous();
    }

    private void scan(Incarnation here, @Nullable Incarnation next) throws IOException {
        Path file = here.data();
        Documents documents;
        try {
            documents = Documents.read(file);
        } catch (NoSuchFileException e) {
            problem(
                    Problem.Kind.MISSING,
                    "`" + file + "` is gone, and with it every record from " + here.first() + " on");
            if (next != null) {
                resumeWith(next);
            }
            return;
        }
        int at = 0;
        while (next == null || sequence < next.first() - 1) {
            Documents.Document document = documents.at(at);
            if (document.decoded() == null && next == null) {
                // a writer may have come further between the beginning and the end of the reading
                documents = Documents.read(file);
                document = documents.at(at);
            }
            Canonical.Decoded decoded = document.decoded();
            if (decoded != null) {
                if (!isInPlace(decoded) && next == null && !isProved(documents, document)) {
                    torn(file, document);
                    return;
                }
                if (next != null && decoded.recorded().sequence() >= next.first()) {
                    goneUpTo(next, file, document);
                    return;
                }
                place(decoded.recorded(), file, document.at());
                at = document.next();
                continue;
            }
            Documents.Document found = documents.search(document.at());
            if (found == null
                    || next == null && !isProved(documents, found)
                    || next != null && decoded(found).recorded().sequence() >= next.first()) {
                if (next != null) {
                    goneUpTo(next, file, document);
                } else if (document.damage() != null) {
                    torn(file, document);
                }
                return;
            }
            skip(document, found, file);
            at = found.at();
            if (documents.at(at).decoded() == null) {
                // the record is whole, what is around it is not
                place(decoded(found).recorded(), file, found.at());
                at = found.next();
            }
        }
        if (next != null && next.first() > here.first()) {
            Documents.Document rest = documents.at(at);
            if (rest.decoded() != null || rest.damage() != null) {
                remarks.add("what follows record " + sequence + " in `" + file
                        + "` was never acknowledged and does not count");
            }
        }
    }

    private boolean isInPlace(Canonical.Decoded decoded) {
        return decoded.recorded().sequence() == sequence + 1
                && decoded.recorded().previous().equals(hash);
    }

    /** Whether {@code from} or a whole record behind it was written when the record that is next was known to be on the disk. */
    private boolean isProved(Documents documents, Documents.Document from) {
        for (Documents.Document each = from; each != null; each = documents.search(each.next() - 1)) {
            if (decoded(each).durable() > sequence) {
                return true;
            }
        }
        return false;
    }

    private void place(Recorded recorded, Path file, int at) {
        long expected = sequence + 1;
        String where = where(recorded.sequence(), file, at);
        if (recorded.sequence() > expected) {
            problem(
                    Problem.Kind.MISSING,
                    range(expected, recorded.sequence() - 1) + " not where it should be: " + where
                            + " stands in its place");
        } else if (recorded.sequence() < expected) {
            problem(Problem.Kind.REORDERED, where + " stands behind record " + sequence);
            return;
        } else if (!recorded.previous().equals(hash)) {
            problem(
                    Problem.Kind.CHANGED,
                    where + " does not follow the record before it: one of the two is not what was written");
        }
        sequence = recorded.sequence();
        hash = recorded.hash();
        visitor.visit(recorded, file, at);
    }

    /** Tells what stands between the last record and {@code found}. */
    private void skip(Documents.Document bad, Documents.Document found, Path file) {
        Recorded recorded = decoded(found).recorded();
        String what = bad.damage() == null ? "nothing is there" : bad.damage();
        String where = "`" + file + "`, byte " + bad.at() + ": " + what;
        long last = recorded.sequence() - 1;
        if (last > sequence) {
            problem(
                    bad.damage() == null || last > sequence + 1 ? Problem.Kind.MISSING : Problem.Kind.CHANGED,
                    range(sequence + 1, last) + " not what was written: " + where);
            sequence = last;
            hash = recorded.previous();
        } else {
            problem(Problem.Kind.CHANGED, "between records " + sequence + " and " + (sequence + 1) + ": " + where);
        }
    }

    private void goneUpTo(Incarnation next, Path file, Documents.Document bad) {
        problem(
                bad.damage() == null ? Problem.Kind.TRUNCATED : Problem.Kind.CHANGED,
                range(sequence + 1, next.first() - 1) + " not in `" + file + "`, byte " + bad.at() + ": "
                        + (bad.damage() == null ? "nothing is there" : bad.damage())
                        + "; the journal goes on with record " + next.first() + " in another directory");
        resumeWith(next);
    }

    private void torn(Path file, Documents.Document bad) {
        remarks.add("the tail of `" + file + "` is torn at byte " + bad.at() + ", after record " + sequence
                + ": what stands there was never acknowledged and does not count");
    }

    private static Canonical.Decoded decoded(Documents.Document document) {
        return Objects.requireNonNull(document.decoded());
    }

    private static String range(long from, long to) {
        return from == to ? "record " + from + " is" : "records " + from + " to " + to + " are";
    }

    private static String where(long sequence, Path file, int at) {
        return "record " + sequence + " in `" + file + "`, byte " + at + ",";
    }

    private void problem(Problem.Kind kind, String sentence) {
        problems.add(new Problem(kind, sentence));
    }
}
