// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed or in each other's way, disks that are full, directories that go away. */
@Timeout(120)
final class ProcessTest {

    @TempDir
    Path temp;

    private static Process fork(Path state, int first) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.add("-XX:TieredStopAtLevel=1");
        for (String open : ChronicleSettings.OPENS) {
            command.add("--add-opens=" + open + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                WriterMain.class.getName(),
                state.toString(),
                Integer.toString(first)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Set<@Nullable String> keys(Path state) throws JournalUnavailableException {
        Set<@Nullable String> keys = new HashSet<>();
        ChronicleJournal.open(state, recorded -> keys.add(recorded.entry().key()))
                .close();
        return keys;
    }

    @Test
    void has_every_acknowledged_record_after_the_process_was_killed_in_the_middle_of_its_work() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            Process process = fork(temp, round * 10_000_000);
            try (BufferedReader lines = lines(process)) {
                int seen = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("ack ")) {
                        acknowledged.add(line.substring(4));
                        if (++seen == 150 * (round + 1)) {
                            // Process.destroyForcibly would close the stream before it is read to its end
                            process.toHandle().destroyForcibly();
                        }
                    } else {
                        assertThat(line).isEqualTo("open");
                    }
                }
            }
            assertThat(process.waitFor()).isEqualTo(137);
        }
        assertThat(acknowledged).hasSizeGreaterThan(1_000);
        assertThat(keys(temp)).containsAll(acknowledged);
    }

    @Test
    void refuses_a_state_directory_that_another_process_holds_and_names_both() throws Exception {
        try (Journal journal = ChronicleJournal.open(temp, recorded -> {})) {
            // on many systems a process gives up its lock by closing any other channel of the file
            assertThatThrownBy(() -> ChronicleJournal.open(temp, recorded -> {}))
                    .isInstanceOf(JournalUnavailableException.class);
            Process process = fork(temp, 0);
            try (BufferedReader lines = lines(process)) {
                assertThat(lines.readLine())
                        .startsWith("refused ")
                        .contains(
                                temp.toString(),
                                "in use by process " + ProcessHandle.current().pid());
            }
            assertThat(process.waitFor()).isZero();
            journal.write(Entries.numbered(1));
        }
    }

    @Test
    void refuses_on_a_full_disk_without_a_crash_and_loses_nothing() throws Exception {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=7m", "tmpfs", disk.toString()))
                .as("a small file system can be mounted")
                .isTrue();
        try {
            Path state = disk.resolve("state");
            Set<String> acknowledged = new HashSet<>();
            String last = "";
            Process process = fork(state, 0);
            try (BufferedReader lines = lines(process)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("ack ")) {
                        acknowledged.add(line.substring(4));
                    } else if (line.startsWith("failed ")) {
                        last = line;
                    }
                }
            }
            assertThat(last).contains(state.toString(), "No space left on device");
            assertThat(process.waitFor()).isEqualTo(3);
            assertThat(acknowledged).hasSizeGreaterThan(1_000);
            Set<@Nullable String> found = new HashSet<>();
            try (JournalReader reader = JournalReader.open(state)) {
                reader.read(recorded -> found.add(recorded.entry().key()));
            }
            assertThat(found).containsAll(acknowledged);
            // there is no room for the next directory either
            assertThatThrownBy(() -> ChronicleJournal.open(state, recorded -> {}))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("No space left on device");
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void refuses_when_the_state_directory_is_deleted_under_it_and_does_not_make_a_new_one() throws Exception {
        Path state = temp.resolve("state");
        try (ChronicleJournal journal = ChronicleJournal.open(state, recorded -> {})) {
            journal.write(Entries.numbered(1));
            delete(state);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> journal.write(Entries.numbered(2)))
                        .isInstanceOf(JournalUnavailableException.class)
                        .hasMessageContaining("is missing");
                Thread.sleep(150);
            }
            assertThat(state).doesNotExist();
        }
    }

    @Test
    void refuses_when_its_directory_is_deleted_under_it_because_what_was_recorded_is_gone() throws Exception {
        try (ChronicleJournal journal = ChronicleJournal.open(temp, recorded -> {})) {
            journal.write(Entries.numbered(1));
            try (Stream<Path> directories = Files.list(temp.resolve("journal"))) {
                delete(directories.findFirst().orElseThrow());
            }
            assertThatThrownBy(() -> journal.write(Entries.numbered(2)))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining("is missing");
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(journal.trouble()).contains("is gone"));
        }
    }

    @Test
    void refuses_a_state_that_is_a_file() throws Exception {
        Path file = Files.createFile(temp.resolve("state"));
        assertThatThrownBy(() -> ChronicleJournal.open(file, recorded -> {}))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not a directory");
    }

    @Test
    void refuses_a_directory_that_it_may_not_write_to() throws Exception {
        Path state = Files.createDirectory(
                temp.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assumeThat(Files.isWritable(state)).as("this user may write everywhere").isFalse();
        assertThatThrownBy(() -> ChronicleJournal.open(state, recorded -> {}))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("no permission");
    }

    @Test
    void refuses_a_file_system_mounted_read_only_and_reads_there_all_the_same() throws Exception {
        Path state = Files.createDirectory(temp.resolve("state"));
        try (Journal journal = ChronicleJournal.open(state, recorded -> {})) {
            journal.write(Entries.numbered(1));
        }
        Path copy = Files.createDirectory(temp.resolve("copy"));
        assumeThat(run("mount", "--bind", state.toString(), copy.toString()))
                .as("a mount is permitted")
                .isTrue();
        try {
            assumeThat(run("mount", "-o", "remount,bind,ro", copy.toString()))
                    .as("a read-only mount is permitted")
                    .isTrue();
            assertThatThrownBy(() -> ChronicleJournal.open(copy, recorded -> {}))
                    .isInstanceOf(JournalUnavailableException.class)
                    .hasMessageContaining(copy.toString());
            try (JournalReader reader = JournalReader.open(copy)) {
                assertThat(reader.read(recorded -> {})).isEqualTo(1);
            }
        } finally {
            run("umount", copy.toString());
        }
    }

    @Test
    void reads_a_journal_that_is_being_written_and_touches_nothing() throws Exception {
        List<Recorded> seen = new ArrayList<>();
        try (Journal journal = ChronicleJournal.open(temp, recorded -> {})) {
            try (JournalReader reader = JournalReader.open(temp)) {
                Map<Path, FileTime> before = files(temp);
                reader.poll(seen::add);
                assertThat(files(temp)).isEqualTo(before);
                for (int i = 0; i < 300; i++) {
                    journal.write(Entries.numbered(i));
                    reader.poll(seen::add);
                    assertThat(seen).hasSize(i + 1);
                }
            }
        }
    }

    @Test
    void follows_a_journal_from_one_process_to_the_next() throws Exception {
        ChronicleJournal.open(temp, recorded -> {}).close();
        List<Recorded> seen = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(temp)) {
            reader.poll(seen::add);
            for (int i = 0; i < 2; i++) {
                try (Journal journal = ChronicleJournal.open(temp, recorded -> {})) {
                    journal.write(Entries.numbered(i));
                }
            }
            reader.poll(seen::add);
        }
        assertThat(seen).extracting(Recorded::entry).containsExactly(Entries.numbered(0), Entries.numbered(1));
    }

    @Test
    void says_that_there_is_no_journal_where_there_is_none() {
        assertThatThrownBy(() -> JournalReader.open(temp)).hasMessageContaining("no journal in");
        assertThatThrownBy(() -> JournalReader.open(temp.resolve("x"))).hasMessageContaining("not a directory");
    }

    @Test
    void leaves_the_system_properties_of_the_host_alone_but_for_its_own_switches() throws Exception {
        Set<Object> before = Set.copyOf(System.getProperties().keySet());
        ChronicleJournal.open(temp, recorded -> {}).close();
        assertThat(System.getProperties().keySet())
                .filteredOn(name -> !before.contains(name))
                .allMatch(name -> name.toString().startsWith("chronicle."));
    }

    @Test
    void is_tested_with_exactly_the_packages_opened_that_it_asks_the_launcher_for() {
        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
                .filteredOn(argument -> argument.startsWith("--add-opens="))
                .containsExactlyElementsOf(ChronicleSettings.OPENS.stream()
                        .map(open -> "--add-opens=" + open + "=ALL-UNNAMED")
                        .toList());
    }

    private static Map<Path, FileTime> files(Path directory) throws IOException {
        Map<Path, FileTime> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                files.put(path, Files.getLastModifiedTime(path));
            }
        }
        return files;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
