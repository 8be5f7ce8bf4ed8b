// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A replay brought to where the journal ends or a directory of it does: from the latest snapshot that is whole and fits, and the directories
 * behind it; without one, from the whole journal. What is wrong with a snapshot is remarked; the one before it is then tried.
 */
final class Restoring<R extends Replay> {

    private final Path state;
    private final Supplier<? extends R> fresh;
    private final List<String> remarks = new ArrayList<>();
    private long from;

    Restoring(Path state, Supplier<? extends R> fresh) {
        this.state = state;
        this.fresh = fresh;
    }

    /** What is wrong with snapshots that had to be passed over: sentences for a person. */
    List<String> remarks() {
        return remarks;
    }

    /** The sequence of the snapshot that was taken up; 0 without one. */
    long from() {
        return from;
    }

    /**
     * The state at the latest snapshot, or a fresh one; {@code journal} goes on from there.
     *
     * @param journal of which nothing has been read
     * @throws BrokenJournalException if a snapshot shows that the journal's end is missing, or if its beginning is missing and none stands
     *     for that
     */
    R begin(JournalReader journal) throws IOException {
        for (Path file : Snapshot.all(state)) {
            String trouble;
            try {
                Snapshot snapshot = Snapshot.check(file);
                trouble = snapshot.misfit(journal);
                if (trouble == null) {
                    R replay = fresh.get();
                    snapshot.load(replay);
                    journal.startAt(snapshot.ordinal(), snapshot.sequence(), snapshot.record());
                    from = snapshot.sequence();
                    return replay;
                }
                if (isBeyond(snapshot, journal)) {
                    throw new BrokenJournalException("the journal ends before its snapshot `" + file + "`: " + trouble
                            + ". Its last records have been taken away; if it was put back from a copy on purpose,"
                            + " put back the snapshots of then, or take them out");
                }
            } catch (BrokenJournalException e) {
                throw e;
            } catch (IOException e) {
                trouble = StateDirectory.reason(e);
            }
            remarks.add("the snapshot `" + file + "` is not used: " + trouble);
        }
        if (journal.firstSequence() > 1) {
            throw new BrokenJournalException("the journal begins with record " + journal.firstSequence()
                    + ", and no snapshot stands for what was before it"
                    + (remarks.isEmpty() ? "" : ": " + String.join("; ", remarks)));
        }
        return fresh.get();
    }

    private static boolean isBeyond(Snapshot snapshot, JournalReader journal) {
        List<Incarnation> all = journal.incarnations();
        return all.isEmpty() || all.get(all.size() - 1).ordinal() <= snapshot.ordinal();
    }
}
