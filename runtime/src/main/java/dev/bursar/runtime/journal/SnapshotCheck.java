// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the snapshots of a state directory against its journal: each is made anew while the journal is read, and has to come out the same.
 * Where the journal no longer begins with record 1, the earliest snapshot that fits is taken as it is, and the later ones are made from
 * it; a record of the journal that names its hash vouches for it.
 */
public final class SnapshotCheck {

    static final String MADE = "snapshot";

    private static final Pattern SENTENCE =
            Pattern.compile("snapshot of records 1 to ([0-9]{1,19}), SHA-256 ([0-9a-f]{64})");

    private final JournalReader journal;
    private final Fresh fresh;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<Problem> findings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<Long, String> recorded = new HashMap<>();
    private final List<Making> makings = new ArrayList<>();
    private int checked;
    private long seen;

    /** Makes what a snapshot was made of, with nothing in it yet. */
    public interface Fresh {
        /** @param content of the snapshot, from its beginning */
        Replay make(DataInput content) throws IOException;
    }

    /**
     * Snapshots made anew, from one of them or from nothing, for those that {@code of} may be held against it.
     *
     * @param ends where it is made from one: the hash of what every directory that ended came to, by its last record
     */
    private record Making(Replay replay, long after, List<Snapshot> of, Map<Long, String> ends) {}

    private SnapshotCheck(JournalReader journal, Fresh fresh) {
        this.journal = journal;
        this.fresh = fresh;
    }

    /** What is said in the journal of a snapshot that was made. */
    static String sentence(Snapshot made) {
        return "snapshot of records 1 to " + made.sequence() + ", SHA-256 " + made.digestHex();
    }

    /**
     * Makes every snapshot anew.
     *
     * @param state the state directory, whose journal is whole
     * @param progress told the number of records looked at so far
     */
    public static SnapshotCheck run(Path state, Fresh fresh, LongConsumer progress) throws IOException {
        try (JournalReader journal = JournalReader.openWithArchive(state)) {
            SnapshotCheck check = open(state, journal, fresh);
            if (!check.snapshots.isEmpty()) {
                journal.read(
                        recorded -> {
                            check.accept(recorded);
                            progress.accept(++check.seen);
                        },
                        check::directoryEnded);
                check.finish();
            }
            return check;
        }
    }

    private static SnapshotCheck open(Path state, JournalReader journal, Fresh fresh) throws IOException {
        SnapshotCheck check = new SnapshotCheck(journal, fresh);
        for (Path file : Snapshot.all(state)) {
            try {
                check.add(Snapshot.check(file));
            } catch (IOException e) {
                check.found("the snapshot `" + file + "` is damaged: " + StateDirectory.reason(e));
            }
        }
        check.prepare();
        return check;
    }

    private void add(Snapshot snapshot) {
        String misfit = snapshot.misfit(journal);
        if (misfit == null) {
            snapshots.add(0, snapshot);
        } else if (snapshot.sequence() < journal.firstSequence() - 1) {
            remarks.add("the snapshot `" + snapshot.file() + "` is of before the journal begins, and was not checked");
        } else {
            found("the snapshot `" + snapshot.file() + "` does not fit: " + misfit);
        }
    }

    private void prepare() {
        Map<String, Making> byZone = new HashMap<>();
        for (Snapshot snapshot : snapshots) {
            try (DataInputStream content = snapshot.content();
                    DataInputStream again = snapshot.content()) {
                String zone = content.readUTF();
                Making making = byZone.get(zone);
                if (making == null) {
                    Replay replay = fresh.make(again);
                    long after = 0;
                    if (journal.firstSequence() > 1) {
                        snapshot.load(replay);
                        after = snapshot.sequence();
                    }
                    making = new Making(replay, after, new ArrayList<>(), new HashMap<>());
                    byZone.put(zone, making);
                    makings.add(making);
                }
                making.of.add(snapshot);
            } catch (IOException e) {
                found("the snapshot `" + snapshot.file() + "` is not one: " + StateDirectory.reason(e));
            }
        }
    }

    private void accept(Recorded record) {
        Entry entry = record.entry();
        if (entry.kind() == Kind.LEDGER && MADE.equals(entry.decision()) && entry.reason() != null) {
            Matcher sentence = SENTENCE.matcher(entry.reason());
            if (sentence.matches()) {
                recorded.put(Long.parseLong(sentence.group(1)), sentence.group(2));
            }
        }
        if (makings.isEmpty()) {
            return;
        }
        Replay.Step step = Replay.Step.of(record);
        for (Making making : makings) {
            if (step.sequence() > making.after) {
                making.replay.accept(step);
            }
        }
    }

    private void directoryEnded() {
        for (Making making : makings) {
            if (journal.sequence() <= making.after) {
                continue;
            }
            making.replay.directoryEnded();
            if (making.after > 0) {
                remember(making);
            }
            for (Snapshot snapshot : making.of) {
                if (snapshot.ordinal() == journal.ordinal()) {
                    compare(snapshot, making.replay);
                }
            }
        }
    }

    /** A record may tell of a snapshot that is not kept any more: it vouches for the one that this is made from all the same. */
    private void remember(Making making) {
        try {
            byte[] record = HexFormat.of().parseHex(journal.hash());
            byte[] digest = Snapshot.digest(journal.ordinal(), journal.sequence(), record, making.replay);
            making.ends.put(journal.sequence(), HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            found("what records 1 to " + journal.sequence() + " come to cannot be made anew: "
                    + StateDirectory.reason(e));
        }
    }

    private void compare(Snapshot snapshot, Replay replay) {
        try {
            byte[] record = HexFormat.of().parseHex(journal.hash());
            byte[] expected = Snapshot.digest(snapshot.ordinal(), journal.sequence(), record, replay);
            checked++;
            if (!Arrays.equals(expected, snapshot.digest())) {
                found("the snapshot `" + snapshot.file() + "` is not what records 1 to " + snapshot.sequence()
                        + " of the journal come to: it was changed, or made by another version");
            }
        } catch (IOException e) {
            found("the snapshot `" + snapshot.file() + "` cannot be made anew: " + StateDirectory.reason(e));
        }
    }

    private void finish() {
        for (Making making : makings) {
            // Not every one must be so: a snapshot of another time zone comes out otherwise.
            boolean isVouchedFor = making.ends.entrySet().stream()
                    .anyMatch(end -> end.getValue().equals(recorded.get(end.getKey())));
            for (Snapshot snapshot : making.of) {
                String digest = recorded.get(snapshot.sequence());
                if (digest != null && !digest.equals(snapshot.digestHex())) {
                    found("the snapshot `" + snapshot.file() + "` is not the one that the journal tells of");
                } else if (digest == null && snapshot.sequence() == making.after && !isVouchedFor) {
                    found("the snapshot `" + snapshot.file()
                            + "` stands for what was before the journal begins, and no record vouches for it");
                }
            }
        }
    }

    private void found(String sentence) {
        findings.add(new Problem(Problem.Kind.FORGED, sentence));
    }

    /** What is wrong with snapshots; empty if nothing is. */
    public List<Problem> findings() {
        return List.copyOf(findings);
    }

    /** What could not be checked: sentences for a person. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** How many snapshots came out the same as, or other than, what is there. */
    public int checked() {
        return checked;
    }
}
