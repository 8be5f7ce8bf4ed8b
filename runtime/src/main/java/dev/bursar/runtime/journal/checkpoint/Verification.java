// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalScan;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Problem;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.journal.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a journal is what was written: every record in its place, and everything that its checkpoints say of it still so. Tells everything
 * that is found, not only the first.
 */
public final class Verification {

    /** How far behind itself a checkpoint in the journal can look. It is written a moment after it was signed. */
    private static final int REMEMBERED = 1 << 18;

    /** The decision of the record that says which directories were let go. */
    private static final String RETAINED = "retained";

    /** How old what comes through a pipe may be when it is read. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    /**
     * A checkpoint in the journal.
     *
     * @param sequence of the record that it is
     */
    private record Inside(long sequence, Instant signed) {}

    private final List<CheckpointKey> keys;
    private final LongConsumer progress;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private final String[] hashes = new String[REMEMBERED];
    private final Set<Long> alone = new HashSet<>();
    /** The checkpoints in the journal, by the sequence of the record that each names. */
    private final Map<Long, Inside> inside = new LinkedHashMap<>();

    /** With what the journal begins, as records say that let what was before go; and their sequences. */
    private final Map<String, Long> beginnings = new HashMap<>();

    private @Nullable String id;
    private @Nullable Witnesses witnesses;
    private @Nullable JournalScan scan;
    private long vouched;
    private long seen;

    /** The sequence of the record before the first that was looked at; its hash is known by that one. */
    private long before;

    private Verification(List<CheckpointKey> keys, LongConsumer progress, Instant now) {
        this.keys = List.copyOf(keys);
        this.progress = progress;
        this.now = now;
    }

    /**
     * @param state the state directory
     * @param checkpoints the file with the checkpoints of the second place; {@code null} if they are not at hand
     * @param keys to check signatures with; none not to
     * @param progress told the number of records looked at so far
     * @throws IOException if there is nothing to look at
     */
    public static Verification of(
            Path state, @Nullable Path checkpoints, List<CheckpointKey> keys, LongConsumer progress)
            throws IOException {
        return of(state, checkpoints, keys, progress, Instant.now());
    }

    /** @param now from which on a checkpoint cannot be expected in what was read before */
    static Verification of(
            Path state, @Nullable Path checkpoints, List<CheckpointKey> keys, LongConsumer progress, Instant now)
            throws IOException {
        Verification verification = new Verification(keys, progress, now);
        verification.run(state, checkpoints);
        return verification;
    }

    /** Empty if the journal is whole. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** What was noticed and is no damage: sentences for a person. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** The sequence with which the journal begins. */
    public long first() {
        return scan == null ? 1 : scan.first();
    }

    /** The sequence of the last record; 0 if there is none. */
    public long sequence() {
        return scan == null ? 0 : scan.sequence();
    }

    /** The hash of the last record, 64 hex digits. */
    public String hash() {
        return scan == null ? "" : scan.hash();
    }

    /** How many different records checkpoints name. */
    public int checkpoints() {
        Set<Long> all = new HashSet<>(inside.keySet());
        if (witnesses != null) {
            all.addAll(witnesses.lines().keySet());
        }
        return all.size();
    }

    /** The last record that a checkpoint names and that is still so; 0 if there is none. */
    public long vouched() {
        return vouched;
    }

    private void run(Path state, @Nullable Path checkpoints) throws IOException {
        id = StateFile.find(state, CheckpointedJournal.ID);
        if (checkpoints != null) {
            witnesses = Witnesses.read(checkpoints, id == null ? "" : id, keys, problems::add);
        }
        JournalScan looked = JournalScan.of(state, this::look);
        scan = looked;
        problems.addAll(looked.problems());
        remarks.addAll(looked.remarks());
        remarks.addAll(witnesses == null ? List.of() : witnesses.remarks());
        begins(looked);
        if (witnesses != null) {
            hear(witnesses, looked);
            if (Files.isRegularFile(witnesses.file())) {
                // A process may have gone on since: its checkpoints are there by now.
                missing(Witnesses.read(witnesses.file(), id == null ? "" : id, keys, problem -> {}), Instant.MAX);
            } else {
                // A pipe has nothing more to say.
                missing(witnesses, now.minus(ON_ITS_WAY));
            }
        }
        if (!keys.isEmpty() && witnesses == null && inside.isEmpty()) {
            problem(Problem.Kind.ABSENT, "there is no checkpoint in the journal");
        }
        if (keys.isEmpty() && checkpoints() > 0) {
            remarks.add("no signature was checked: name the key of the checkpoints with `--key`");
        }
    }

    private void look(Recorded recorded, Path file, long at) {
        long sequence = recorded.sequence();
        if (seen == 0) {
            before = sequence - 1;
            hashes[(int) Math.floorMod(before, (long) REMEMBERED)] = recorded.previous();
        }
        hashes[(int) Math.floorMod(sequence, (long) REMEMBERED)] = recorded.hash();
        progress.accept(++seen);
        Witnesses outside = witnesses;
        if (outside != null) {
            for (Witnesses.Line line : outside.lines().getOrDefault(sequence, List.of())) {
                if (line.hash().equals(recorded.hash())) {
                    vouched = Math.max(vouched, sequence);
                } else {
                    problem(
                            Problem.Kind.CONTRADICTED,
                            "record " + sequence + " in `" + file + "`, byte " + at + ", is not the one that "
                                    + at(outside, line) + " names");
                }
            }
        }
        Entry entry = recorded.entry();
        if (entry.kind() == Kind.LEDGER && CheckpointedJournal.CHECKPOINT.equals(entry.decision())) {
            checkpoint(recorded, "record " + sequence + " in `" + file + "`, byte " + at + ",");
        } else if (entry.kind() == Kind.LEDGER && RETAINED.equals(entry.decision()) && entry.reason() != null) {
            beginnings.put(entry.reason().substring(entry.reason().indexOf("; ") + 2), sequence);
        } else if (entry.kind() == Kind.ALERT
                && entry.reference() != null
                && entry.reference().matches(CheckpointedJournal.ALONE + "[0-9]{1,18}")) {
            alone.add(Long.parseLong(entry.reference().substring(CheckpointedJournal.ALONE.length())));
        }
    }

    /** A checkpoint that stands in the journal. */
    private void checkpoint(Recorded recorded, String where) {
        String reason = recorded.entry().reason();
        Checkpoint found = reason == null ? null : Checkpoint.find(reason);
        if (found == null || !found.line().equals(reason)) {
            problem(Problem.Kind.FORGED, where + " says that it is a checkpoint and is none");
            return;
        }
        String forged = forged(found, keys);
        if (forged != null) {
            problem(Problem.Kind.FORGED, "the checkpoint that is " + where + " " + forged);
            return;
        }
        if (!found.journal().equals(id)) {
            problem(
                    Problem.Kind.FOREIGN,
                    "the checkpoint that is " + where + " is of the journal " + found.journal()
                            + (id == null
                                    ? ", and the file `" + CheckpointedJournal.ID + "` of this one is gone"
                                    : ", and this is " + id));
            return;
        }
        long named = found.sequence();
        // At the turn of a day a checkpoint stands in another directory than what it names, and that one may have been
        // let go.
        boolean isGone = named < before;
        if (named >= recorded.sequence()
                || recorded.sequence() - named >= REMEMBERED
                || (!isGone && !found.hash().equals(hashes[(int) (named % REMEMBERED)]))) {
            problem(
                    Problem.Kind.CONTRADICTED,
                    "record " + named + " is not the one that the checkpoint names that is " + where + " signed at "
                            + found.time());
            return;
        }
        inside.put(named, new Inside(recorded.sequence(), found.time()));
        if (!isGone) {
            vouched = Math.max(vouched, named);
        }
    }

    /** Directories that were let go are told by a record; that they are gone and a file says so is no proof. */
    private void begins(JournalScan looked) {
        String beginning = looked.beginning();
        Long told = beginning == null ? null : beginnings.get(beginning);
        if (beginning != null && told == null) {
            problem(
                    Problem.Kind.MISSING,
                    beginning + ", says the file `begins`, and no record says that what was before it was let go");
        } else if (told != null && told > vouched && checkpoints() > 0) {
            remarks.add("that what was before record " + looked.first() + " was let go is said by record " + told
                    + ", which no checkpoint vouches for yet");
        }
    }

    /** What the second place says of records that are not there. */
    private void hear(Witnesses outside, JournalScan looked) {
        if (outside.lines().isEmpty()) {
            problem(
                    Problem.Kind.ABSENT,
                    id == null
                            ? "the file `" + CheckpointedJournal.ID
                                    + "` is not in the state directory, so no checkpoint in `" + outside.file()
                                    + "` is known to be of this journal"
                            : "`" + outside.file() + "` holds no checkpoint of this journal, " + id
                                    + (outside.others().isEmpty()
                                            ? ""
                                            : "; there are some of "
                                                    + String.join(
                                                            ", ",
                                                            outside.others().keySet())));
        }
        if (!outside.lines().isEmpty()) {
            // several journals may share a file; but one that was put in the place of another begins like this, too
            new TreeMap<>(outside.others())
                    .forEach((other, count) -> remarks.add("`" + outside.file() + "` holds "
                            + (count == 1 ? "1 checkpoint" : count + " checkpoints") + " of another journal, " + other
                            + ": if that is not one that is kept elsewhere, this one has taken its place"));
        }
        long early = 0;
        for (Map.Entry<Long, List<Witnesses.Line>> each : outside.lines().entrySet()) {
            if (each.getKey() < looked.first()) {
                early++;
            } else if (each.getKey() > looked.sequence()) {
                Witnesses.Line line = each.getValue().get(0);
                problem(
                        Problem.Kind.TRUNCATED,
                        "the journal ends with record " + looked.sequence() + ", and " + at(outside, line)
                                + " names record " + each.getKey() + ": its tail is cut off");
            }
        }
        if (early > 0) {
            remarks.add(early + " checkpoints in `" + outside.file() + "` are of records before the first, "
                    + looked.first());
        }
    }

    /**
     * Checkpoints of the journal that are not in the second place, though the journal does not say why.
     *
     * @param until what was signed after this may have been written after the second place was read
     */
    private void missing(Witnesses later, Instant until) {
        if (later.lines().isEmpty()) {
            return;
        }
        long first = later.lines().keySet().iterator().next();
        long early = 0;
        for (Map.Entry<Long, Inside> each : inside.entrySet()) {
            if (later.lines().containsKey(each.getKey())
                    || alone.contains(each.getKey())
                    || each.getValue().signed().isAfter(until)) {
                continue;
            }
            if (each.getKey() < first) {
                early++;
            } else {
                problem(
                        Problem.Kind.ABSENT,
                        "the checkpoint of record " + each.getKey() + ", which is record "
                                + each.getValue().sequence()
                                + " of the journal, is not in `" + later.file() + "`");
            }
        }
        if (early > 0) {
            remarks.add("`" + later.file() + "` begins with the checkpoint of record " + first + ": " + early
                    + " earlier ones stand in the journal alone");
        }
    }

    private static String at(Witnesses outside, Witnesses.Line line) {
        return "line " + line.number() + " of `" + outside.file() + "`, signed at " + line.time() + ",";
    }

    /** Why a checkpoint is not to be believed; {@code null} if it is, or if there are no keys to tell. */
    static @Nullable String forged(Checkpoint checkpoint, List<CheckpointKey> keys) {
        boolean known = false;
        for (CheckpointKey key : keys) {
            if (key.verifies(checkpoint)) {
                return null;
            }
            known |= key.id().equals(checkpoint.key());
        }
        if (keys.isEmpty()) {
            return null;
        }
        return known
                ? "has a signature that is not of the key " + checkpoint.key()
                : "is signed with the key " + checkpoint.key() + ", which was not given";
    }

    private void problem(Problem.Kind kind, String sentence) {
        problems.add(new Problem(kind, sentence));
    }
}
