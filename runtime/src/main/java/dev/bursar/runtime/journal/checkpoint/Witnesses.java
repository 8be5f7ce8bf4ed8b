// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import dev.bursar.runtime.journal.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The checkpoints of one journal that stand in a file, by the sequence of the record they name. Lines of other journals, and lines that are
 * none, such as a log has them, are passed over.
 */
final class Witnesses {

    /**
     * A line.
     *
     * @param number from 1
     */
    record Line(int number, String hash, Instant time) {}

    private final Path file;
    private final Map<Long, List<Line>> lines = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, Integer> others = new HashMap<>();

    private Witnesses(Path file) {
        this.file = file;
    }

    /**
     * @param id of the journal
     * @param keys none to believe every line
     * @param problems told each line that no key has signed; such a line is no witness
     */
    static Witnesses read(Path file, String id, List<CheckpointKey> keys, Consumer<Problem> problems)
            throws IOException {
        Witnesses witnesses = new Witnesses(file);
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                Checkpoint found = Checkpoint.find(line);
                if (found == null) {
                    if (line.contains(Checkpoint.MARK)) {
                        // as a crash leaves one; if it was whole once, the journal misses it
                        witnesses.remarks.add(
                                "line " + number + " of `" + file + "` is the beginning of a checkpoint, and no more");
                    }
                } else if (!found.journal().equals(id)) {
                    witnesses.others.merge(found.journal(), 1, Integer::sum);
                } else {
                    String forged = Verification.forged(found, keys);
                    if (forged == null) {
                        witnesses.add(number, found);
                    } else {
                        problems.accept(new Problem(
                                Problem.Kind.FORGED,
                                "line " + number + " of `" + file + "`, about record " + found.sequence() + ", "
                                        + forged));
                    }
                }
            }
        }
        return witnesses;
    }

    private void add(int number, Checkpoint found) {
        lines.computeIfAbsent(found.sequence(), any -> new ArrayList<>(1))
                .add(new Line(number, found.hash(), found.time()));
    }

    Path file() {
        return file;
    }

    /** In the order of sequences. */
    Map<Long, List<Line>> lines() {
        return lines;
    }

    /** Sentences for a person. */
    List<String> remarks() {
        return remarks;
    }

    /** How many lines there are of other journals, by their ids. */
    Map<String, Integer> others() {
        return others;
    }
}
