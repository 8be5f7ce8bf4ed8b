// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.BrokenJournalException;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalReader;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Problem;
import dev.bursar.runtime.journal.checkpoint.CheckpointKey;
import dev.bursar.runtime.journal.checkpoint.CheckpointedJournal;
import dev.bursar.runtime.journal.checkpoint.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of tampering with a journal that we could think of, by somebody who may write its files and knows their format but has not the key. What
 * {@code verify} said of each stands in {@code target/tampering.md}.
 */
class TamperingTest {

    private static final Map<String, String> TABLE = Collections.synchronizedMap(new TreeMap<>());

    @TempDir
    static Path made;

    @TempDir
    Path temp;

    private static CheckpointKey publicKey = key();
    private static CheckpointKey foreignKey = key();

    private Path state = Path.of("");
    private Path aside = Path.of("");

    /** What a forger does. */
    private interface Act {
        void on(TamperingTest test) throws Exception;
    }

    /**
     * @param expected what the first problem, or one of them, is
     * @param alone whether the journal alone tells, without the second place
     */
    private record Kin(String name, Problem.Kind expected, boolean alone, Act act) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Kin told(String name, Problem.Kind expected, Act act) {
        return new Kin(name, expected, true, act);
    }

    private static Kin onlyAside(String name, Problem.Kind expected, Act act) {
        return new Kin(name, expected, false, act);
    }

    static Stream<Kin> kinds() {
        return Stream.of(
                // careless: bytes changed in place
                told("a byte of a record in an earlier directory changed", Problem.Kind.CHANGED, t -> t.flip(0, 5, 60)),
                told("a byte of a record in the last directory changed", Problem.Kind.CHANGED, t -> t.flip(2, 5, 60)),
                told("the version byte of a record changed", Problem.Kind.CHANGED, t -> t.flip(1, 3, 4)),
                told("a hash changed", Problem.Kind.CHANGED, t -> t.flip(1, 4, -1)),
                told("a record overwritten with zeros", Problem.Kind.MISSING, TamperingTest::zero),
                told("a record hidden as one of Chronicle's own", Problem.Kind.MISSING, TamperingTest::hide),
                told(
                        "a record taken out and the rest moved up",
                        Problem.Kind.MISSING,
                        t -> t.edit(1, d -> d.remove(12))),
                told("a hundred bytes put between two records", Problem.Kind.CHANGED, TamperingTest::insertGarbage),
                told("two records exchanged", Problem.Kind.REORDERED, t -> t.edit(1, d -> Collections.swap(d, 10, 11))),
                told("a record there twice", Problem.Kind.REORDERED, t -> t.edit(1, d -> d.add(9, d.get(8)))),
                told("an earlier file cut off", Problem.Kind.TRUNCATED, TamperingTest::truncateEarlier),
                told(
                        "a file of records deleted",
                        Problem.Kind.MISSING,
                        t -> Files.delete(t.read().dirs.get(1).file())),
                told("a directory deleted", Problem.Kind.MISSING, t -> t.deleteDirectory(1)),
                told("the oldest directory deleted", Problem.Kind.MISSING, t -> t.deleteDirectory(0)),
                told("two directories exchanged", Problem.Kind.FOREIGN, TamperingTest::exchangeDirectories),
                told("the beginning of a directory changed", Problem.Kind.FOREIGN, TamperingTest::changeBeginning),
                told("a directory of another journal put in", Problem.Kind.FOREIGN, t -> t.foreign(false)),
                told("a directory of another journal beside the true one", Problem.Kind.FOREIGN, t -> t.foreign(true)),
                told("a record changed and given its new hash", Problem.Kind.CHANGED, TamperingTest::changeWithHash),
                // careful: every hash made anew
                told(
                        "an amount made smaller and every hash made anew",
                        Problem.Kind.CONTRADICTED,
                        TamperingTest::cheapen),
                told(
                        "an amount made smaller, every hash made anew, the checkpoints in the journal rewritten",
                        Problem.Kind.FORGED,
                        t -> t.cheapenAndSign(null)),
                told(
                        "the same, and signed with the forger's own key",
                        Problem.Kind.FORGED,
                        t -> t.cheapenAndSign(foreignKey)),
                onlyAside(
                        "an amount made smaller, every hash made anew, later checkpoints in the journal taken out",
                        Problem.Kind.CONTRADICTED,
                        t -> {
                            t.withoutLaterCheckpoints();
                            t.cheapen();
                        }),
                onlyAside(
                        "a refusal taken out, every number and hash made anew, later checkpoints taken out",
                        Problem.Kind.CONTRADICTED,
                        t -> {
                            t.withoutLaterCheckpoints();
                            Forged forged = t.read();
                            forged.dirs.get(1).records.remove(4);
                            forged.rechain();
                        }),
                onlyAside(
                        "a charge put in, every number and hash made anew, later checkpoints taken out",
                        Problem.Kind.CONTRADICTED,
                        t -> {
                            t.withoutLaterCheckpoints();
                            Forged forged = t.read();
                            List<Page.Rec> records = forged.dirs.get(1).records;
                            records.add(4, records.get(3));
                            forged.rechain();
                        }),
                onlyAside("the tail cut off at the end of a record", Problem.Kind.TRUNCATED, TamperingTest::cutTail),
                onlyAside("the last directory deleted", Problem.Kind.TRUNCATED, t -> t.deleteDirectory(2)),
                onlyAside("an earlier copy of the directory put back", Problem.Kind.TRUNCATED, t -> {
                    delete(t.state);
                    copy(made.resolve("earlier"), t.state);
                }),
                onlyAside("another whole journal in its place", Problem.Kind.ABSENT, t -> {
                    delete(t.state);
                    copy(made.resolve("other"), t.state);
                }),
                told("every record deleted", Problem.Kind.TRUNCATED, t -> {
                    Files.move(t.state.resolve("journal"), t.temp.resolve("hidden"));
                    Files.createDirectory(t.state.resolve("journal"));
                }),
                // the second place
                onlyAside(
                        "a line of the second place about another record",
                        Problem.Kind.FORGED,
                        t -> t.lines(lines -> {
                            String line = lines.get(2);
                            String sequence = line.split(" ")[3];
                            lines.set(
                                    2, line.replace(" " + sequence + " ", " " + (Long.parseLong(sequence) + 1) + " "));
                        })),
                onlyAside("a line taken out of the second place", Problem.Kind.ABSENT, t -> t.lines(l -> l.remove(2))),
                onlyAside(
                        "a line of the second place cut",
                        Problem.Kind.ABSENT,
                        t -> t.lines(l -> l.set(2, l.get(2).substring(0, 180)))),
                onlyAside("the second place emptied", Problem.Kind.ABSENT, t -> t.lines(List::clear)),
                onlyAside(
                        "the second place of another journal",
                        Problem.Kind.ABSENT,
                        t -> Files.copy(
                                made.resolve("other.checkpoints"), t.aside, StandardCopyOption.REPLACE_EXISTING)),
                told("the id of the journal changed", Problem.Kind.FOREIGN, t -> {
                    Files.writeString(t.state.resolve("journal.id"), "0".repeat(32) + "\n");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void finds(Kin kin) throws Exception {
        state = temp.resolve("state");
        aside = temp.resolve("checkpoints");
        copy(made.resolve("state"), state);
        Files.copy(made.resolve("checkpoints"), aside);

        kin.act.on(this);

        List<Problem> alone = verify(null).problems();
        List<Problem> both = verify(aside).problems();
        TABLE.put(
                kin.name,
                "| " + kin.name + " | " + (alone.isEmpty() ? "no" : "yes") + " | " + both.size() + " | "
                        + (both.isEmpty()
                                ? "nothing"
                                : first(both, kin.expected).toString().replace(temp.toString(), ""))
                        + " |");
        assertThat(alone.isEmpty())
                .as("told without the second place: " + alone)
                .isEqualTo(!kin.alone);
        assertThat(both).extracting(Problem::kind).contains(kin.expected);
        if (isRefused()) {
            assertThat(alone).as("the reader refuses it").isNotEmpty();
        }
    }

    @Test
    void finds_nothing_in_a_journal_that_nobody_touched() throws Exception {
        state = made.resolve("state");
        Verification verification = verify(made.resolve("checkpoints"));
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.remarks()).isEmpty();
        assertThat(verification.vouched()).isEqualTo(verification.sequence() - 1);
        assertThat(verification.hash()).hasSize(64);
    }

    @Test
    void finds_nothing_in_a_journal_written_by_the_forger_as_it_was() throws Exception {
        state = temp.resolve("state");
        copy(made.resolve("state"), state);
        read().rechain();
        assertThat(verify(made.resolve("checkpoints")).problems()).isEmpty();
    }

    @Test
    void tells_every_problem_and_not_only_the_first() throws Exception {
        state = temp.resolve("state");
        copy(made.resolve("state"), state);
        flip(0, 5, 60);
        flip(0, 9, 60);
        flip(1, 3, 60);
        flip(2, 4, 60);
        List<Page.Rec> records = Forged.read(made.resolve("state")).records();
        Forged whole = Forged.read(made.resolve("state"));
        long[] broken = {
            whole.dirs.get(0).records.get(5).sequence(),
            whole.dirs.get(0).records.get(9).sequence(),
            whole.dirs.get(1).records.get(3).sequence(),
            whole.dirs.get(2).records.get(4).sequence()
        };
        assertThat(records).isNotEmpty();
        List<Problem> problems = verify(null).problems();
        for (long each : broken) {
            assertThat(problems)
                    .anyMatch(problem -> problem.kind() == Problem.Kind.CHANGED
                            && problem.sentence().startsWith("record " + each + " is not what was written: `"));
        }
        assertThat(problems).hasSize(4);
    }

    // what a forger does

    private Forged read() throws IOException {
        return Forged.read(state);
    }

    /** Changes a byte of a record: {@code at} from its beginning, or from its end if negative. */
    private void flip(int dir, int index, int at) throws IOException {
        Path file = Forged.read(made.resolve("state")).dirs.get(dir).file();
        Path here = state.resolve(made.resolve("state").relativize(file).toString());
        byte[] bytes = Files.readAllBytes(here);
        Page.Doc doc = records(Files.readAllBytes(file)).get(index);
        int end = doc.at() + 4 + doc.content().length;
        int record = end - Page.unwrap(doc.content()).length;
        bytes[at < 0 ? end + at : record + at] ^= 0x40;
        Files.write(here, bytes);
    }

    private static List<Page.Doc> records(byte[] file) {
        return Page.documents(file).stream().filter(doc -> !doc.own()).toList();
    }

    private void edit(int dir, Consumer<List<Page.Doc>> change) throws IOException {
        Path file = read().dirs.get(dir).file();
        List<Page.Doc> all = Page.documents(Files.readAllBytes(file));
        List<Page.Doc> documents =
                new ArrayList<>(all.stream().filter(doc -> !doc.own()).toList());
        change.accept(documents);
        List<Page.Doc> whole =
                new ArrayList<>(all.stream().filter(Page.Doc::own).toList());
        whole.addAll(documents);
        Files.write(file, Page.file(whole));
    }

    private void zero() throws IOException {
        Path file = read().dirs.get(2).file();
        byte[] bytes = Files.readAllBytes(file);
        Page.Doc doc = records(bytes).get(6);
        Arrays.fill(bytes, doc.at(), doc.at() + 4 + doc.content().length, (byte) 0);
        Files.write(file, bytes);
    }

    private void hide() throws IOException {
        Path file = read().dirs.get(1).file();
        byte[] bytes = Files.readAllBytes(file);
        bytes[records(bytes).get(6).at() + 3] |= 0x40;
        Files.write(file, bytes);
    }

    private void insertGarbage() throws IOException {
        edit(1, documents -> documents.add(7, new Page.Doc(false, new byte[100], -1)));
    }

    private void truncateEarlier() throws IOException {
        Path file = read().dirs.get(0).file();
        byte[] bytes = Files.readAllBytes(file);
        List<Page.Doc> records = records(bytes);
        Files.write(file, Arrays.copyOf(bytes, records.get(records.size() - 3).at()));
    }

    private void cutTail() throws IOException {
        Path file = read().dirs.get(2).file();
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, records(bytes).get(8).at(), bytes.length, (byte) 0);
        Files.write(file, bytes);
    }

    private void deleteDirectory(int dir) throws IOException {
        delete(read().dirs.get(dir).path);
    }

    private void exchangeDirectories() throws IOException {
        Forged forged = read();
        Forged.Dir one = forged.dirs.get(0);
        Forged.Dir other = forged.dirs.get(1);
        String ordinal = Objects.requireNonNull(one.began.put("ordinal", "2"));
        other.began.put("ordinal", ordinal);
        forged.placeAgain(one);
        forged.placeAgain(other);
    }

    private void changeBeginning() throws IOException {
        Forged forged = read();
        Forged.Dir dir = forged.dirs.get(2);
        dir.began.put("previous", "ab".repeat(32));
        forged.placeAgain(dir);
    }

    /** Puts the second directory of the other journal, of about as many records, where the second of this one is. */
    private void foreign(boolean beside) throws IOException {
        Forged.Dir ours = read().dirs.get(1);
        Forged.Dir theirs = Forged.read(made.resolve("other")).dirs.get(1);
        Path here = state.resolve("journal").resolve(theirs.path.getFileName());
        copy(theirs.path, here);
        if (!beside) {
            delete(ours.path);
        }
    }

    private void changeWithHash() throws IOException {
        edit(1, documents -> {
            Page.Rec rec = Page.decode(Page.unwrap(documents.get(4).content()));
            Page.Rec changed = Forged.with(rec, "amount", "1000000 usd");
            documents.set(4, Page.wrap(Page.encode(3, rec.sequence(), rec.durable(), rec.previous(), changed.raw())));
        });
    }

    private void cheapen() throws IOException {
        Forged forged = read();
        List<Page.Rec> records = forged.dirs.get(1).records;
        records.set(4, Forged.with(records.get(4), "amount", "1000000 usd"));
        forged.rechain();
    }

    private void withoutLaterCheckpoints() throws IOException {
        Forged forged = read();
        // those of before hold still, and say nothing of what came after them
        for (Forged.Dir dir : forged.dirs.subList(1, forged.dirs.size())) {
            dir.records.removeIf(rec -> "ledger".equals(rec.fields().get("kind")));
        }
        forged.rechain();
    }

    /** Makes the checkpoints in the journal name the new hashes, with the old signatures or with those of another key. */
    private void cheapenAndSign(@Nullable CheckpointKey key) throws Exception {
        cheapen();
        // each checkpoint changes every hash behind it
        for (int round = 0; round < 30; round++) {
            Forged forged = read();
            List<Page.Rec> all = forged.records();
            boolean changed = false;
            for (Forged.Dir dir : forged.dirs) {
                for (int i = 0; i < dir.records.size() && !changed; i++) {
                    Page.Rec rec = dir.records.get(i);
                    String reason = String.valueOf(rec.fields().get("reason"));
                    if (!reason.startsWith("bursar-checkpoint ")) {
                        continue;
                    }
                    String[] words = reason.split(" ");
                    Page.Rec named = all.get(Integer.parseInt(words[3]) - 1);
                    String hash = HexFormat.of().formatHex(named.hash());
                    if (!hash.equals(words[4])) {
                        words[4] = hash;
                        if (key != null) {
                            words[7] = key.id();
                        }
                        dir.records.set(i, Forged.with(rec, "reason", String.join(" ", words)));
                        changed = true;
                    }
                }
            }
            if (!changed) {
                return;
            }
            forged.rechain();
        }
        throw new IllegalStateException("the forger gave up");
    }

    private void lines(Consumer<List<String>> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(aside));
        change.accept(lines);
        Files.writeString(aside, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    // what is tampered with

    @BeforeAll
    static void make() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        CheckpointKey signing = CheckpointKey.of(base64(pair.getPrivate().getEncoded()));
        publicKey = CheckpointKey.of(base64(pair.getPublic().getEncoded()));
        for (int i = 0; i < 3; i++) {
            record(made.resolve("state"), made.resolve("checkpoints"), signing, i);
            if (i < 2) {
                record(made.resolve("other"), made.resolve("other.checkpoints"), signing, 100 + i);
            }
            if (i == 1) {
                copy(made.resolve("state"), made.resolve("earlier"));
            }
        }
        record(made.resolve("other"), made.resolve("other.checkpoints"), signing, 102);
    }

    private static void record(Path state, Path aside, CheckpointKey key, int process) throws Exception {
        ChronicleJournal journal = ChronicleJournal.open(state, recorded -> {});
        CheckpointedJournal.Settings settings =
                new CheckpointedJournal.Settings(key, "file:" + aside, 8, Duration.ofHours(1));
        try (CheckpointedJournal vouched = CheckpointedJournal.over(journal, state, settings)) {
            for (int i = 0; i < 20; i++) {
                vouched.write(Entry.at(Instant.parse("2026-11-03T10:00:00Z").plusSeconds(i), Kind.ADMITTED)
                        .call("call-" + process + "-" + i)
                        .caller("billing")
                        .run("run_" + process)
                        .attempt(1)
                        .vendor("stripe")
                        .operation("POST /v1/charges")
                        .decision("allowed")
                        .amount(new Money(29_990_000, "usd"))
                        .key("bursar_" + process + "_" + i)
                        .build());
            }
        }
    }

    @AfterAll
    static void table() throws IOException {
        StringBuilder table = new StringBuilder(
                "# What verify says of tampering\n\n"
                        + "| kind | told by the journal and the key alone | problems with the checkpoints | of them |\n| --- | --- | --- | --- |\n");
        kinds().forEach(kin -> table.append(TABLE.getOrDefault(kin.name, "| " + kin.name + " | not tried |"))
                .append('\n'));
        Path target = Path.of("target");
        if (Files.isDirectory(target)) {
            Files.writeString(target.resolve("tampering.md"), table.toString());
        }
    }

    private static Problem first(List<Problem> problems, Problem.Kind kind) {
        return problems.stream().filter(each -> each.kind() == kind).findFirst().orElse(problems.get(0));
    }

    private Verification verify(@Nullable Path checkpoints) throws IOException {
        return Verification.of(state, checkpoints, List.of(publicKey), any -> {});
    }

    private boolean isRefused() throws IOException {
        try (JournalReader reader = JournalReader.open(state)) {
            reader.read(recorded -> {});
            return false;
        } catch (BrokenJournalException e) {
            return true;
        }
    }

    private static CheckpointKey key() {
        try {
            return CheckpointKey.of(base64(KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
