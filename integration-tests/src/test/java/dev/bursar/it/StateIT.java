// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.app.load.Prompt;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateIT {

    @TempDir
    Path folder;

    @Test
    void a_state_directory_in_use_by_another_process_refuses_the_second_and_names_itself() {
        try (Lab lab = new Lab(folder)) {
            Path policy = lab.policy();
            try (Lab.Session first = lab.session(policy, "first");
                    Lab.Session second = lab.session(policy, "second")) {
                // whoever is first to open it has it; so the first is asked before the second is believed
                String one = first.ask("charge", "cus_1", "100");
                String two = second.ask("charge", "cus_2", "100");
                String holder = one.startsWith("ch_") ? two : one;
                assertThat(List.of(one, two))
                        .filteredOn(each -> each.startsWith("ch_"))
                        .hasSize(1);
                assertThat(holder)
                        .startsWith("ApiException 503 bursar_journal")
                        .contains(lab.state.toString())
                        .contains("in use by process");
                assertThat(first.end().exit()).isZero();
                assertThat(second.end().exit()).isZero();
            }
            assertThat(lab.stripe.requests()).hasSize(1);
            assertThat(lab.verify().exit()).isZero();
        }
    }

    @Test
    void a_state_directory_deleted_while_the_application_runs_refuses_calls() throws Exception {
        try (Lab lab = new Lab(folder)) {
            try (Lab.Session session = lab.session(lab.policy(), "app")) {
                assertThat(session.ask("charge", "cus_1", "100")).startsWith("ch_");
                delete(lab.state);
                for (int i = 0; i < 5; i++) {
                    assertThat(session.ask("charge", "cus_after" + i, "100"))
                            .startsWith("ApiException 503 bursar_journal");
                }
                assertThat(session.end().exit()).isZero();
            }
            assertThat(lab.stripe.requests()).hasSize(1);
        }
    }

    @Test
    void only_the_journal_deleted_while_the_application_runs_refuses_calls() throws Exception {
        try (Lab lab = new Lab(folder)) {
            try (Lab.Session session = lab.session(lab.policy(), "app")) {
                assertThat(session.ask("charge", "cus_1", "100")).startsWith("ch_");
                delete(lab.state.resolve("journal"));
                for (int i = 0; i < 5; i++) {
                    assertThat(session.ask("charge", "cus_after" + i, "100"))
                            .startsWith("ApiException 503 bursar_journal");
                }
                assertThat(session.end().exit()).isZero();
            }
            assertThat(lab.stripe.requests()).hasSize(1);
        }
    }

    @Test
    void a_state_directory_that_is_a_file_refuses_calls() throws Exception {
        try (Lab lab = new Lab(folder)) {
            Files.writeString(lab.state, "not a directory");
            assertRefusesAll(lab, lab.application(Prompt.class, lab.policy()).argument(Lab.GLOBAL_KEY));
        }
    }

    @Test
    void a_state_directory_on_a_read_only_file_system_refuses_calls() throws Exception {
        try (Lab lab = new Lab(folder)) {
            Files.createDirectories(lab.state);
            boolean mounted = run("mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", lab.state.toString());
            assumeTrue(mounted, "a tmpfs cannot be mounted here, so the read-only file system is not tried");
            try {
                assertRefusesAll(
                        lab, lab.application(Prompt.class, lab.policy()).argument(Lab.GLOBAL_KEY));
            } finally {
                run("umount", "-l", lab.state.toString());
            }
        }
    }

    @Test
    void a_state_directory_without_permissions_refuses_calls_of_who_is_bound_by_them() throws Exception {
        for (String permissions : List.of("r-xr-xr-x", "-wx-wx-wx", "---------")) {
            Path own = Files.createDirectory(folder.resolve(permissions));
            try (Lab lab = new Lab(own)) {
                Files.createDirectories(lab.state.resolve("journal"));
                Files.setPosixFilePermissions(lab.state, PosixFilePermissions.fromString(permissions));
                assumeTrue(
                        !Files.isReadable(lab.state) || !Files.isWritable(lab.state),
                        "this user is above permissions, so they are not tried");
                try {
                    assertRefusesAll(
                            lab, lab.application(Prompt.class, lab.policy()).argument(Lab.GLOBAL_KEY));
                } finally {
                    Files.setPosixFilePermissions(lab.state, PosixFilePermissions.fromString("rwx------"));
                }
            }
        }
    }

    @Test
    void a_journal_with_one_byte_changed_refuses_calls_and_does_not_verify() throws Exception {
        try (Lab lab = new Lab(folder)) {
            Path policy = lab.policy();
            try (Lab.Session session = lab.session(policy, "app")) {
                assertThat(session.ask("charge", "cus_1", "1234")).startsWith("ch_");
                assertThat(session.end().exit()).isZero();
            }
            assertThat(lab.verify().exit()).isZero();
            flipAByteOfTheAdmission(lab);

            Jvm.Done verified = lab.verify();
            assertThat(verified.exit()).as("%s", verified).isEqualTo(1);
            assertThat(verified.err()).isNotBlank();
            System.out.println("one byte changed: " + verified.err().strip());
            assertRefusesAll(lab, lab.application(Prompt.class, policy).argument(Lab.GLOBAL_KEY));
        }
    }

    private void assertRefusesAll(Lab lab, Jvm jvm) {
        int before = lab.stripe.requests().size();
        try (Lab.Session session = new Lab.Session(jvm.start(lab.folder, "refused"))) {
            String answer = session.ask("charge", "cus_1", "100");
            assertThat(answer).startsWith("ApiException 503 bursar_journal");
            Jvm.Done done = session.end();
            assertThat(done.exit()).as("%s", done).isZero();
            assertThat(done.err()).contains("bursar: every governed call will be refused: ");
            assertThat(done.err().lines()).hasSize(1);
            System.out.println(answer);
        }
        assertThat(lab.stripe.requests()).hasSize(before);
    }

    /** Of the operation's name in the first record that has it. */
    private static void flipAByteOfTheAdmission(Lab lab) throws IOException {
        byte[] wanted = "POST /v1/charges".getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(lab.state)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".cq4")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int at = new String(bytes, StandardCharsets.ISO_8859_1)
                        .indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
                if (at >= 0) {
                    bytes[at + wanted.length - 1] ^= 1;
                    Files.write(file, bytes);
                    return;
                }
            }
        }
        throw new AssertionError("no record of a charge in " + lab.state);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
