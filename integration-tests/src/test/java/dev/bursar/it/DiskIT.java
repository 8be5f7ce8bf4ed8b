// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 12 MiB of its own; skipped where none may be mounted. */
class DiskIT {

    private static final int MOST_CALLS = 3000;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()),
                "a tmpfs cannot be mounted here, so the full disk is not tried");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void a_disk_that_fills_up_refuses_calls_and_takes_them_again_once_there_is_room() throws Exception {
        try (Lab lab = new Lab(folder, disk.resolve("state"))) {
            Path policy = lab.policy();
            try (Lab.Session session = lab.session(policy, "app")) {
                assertThat(session.ask("charge", "cus_first", "100")).startsWith("ch_");
                Path filler = fill();

                String answer = "";
                int accepted = 1;
                for (int i = 0; i < MOST_CALLS && !answer.startsWith("ApiException"); i++) {
                    answer = session.ask("charge", "cus_" + i, "100");
                    accepted += answer.startsWith("ch_") ? 1 : 0;
                }
                assertThat(answer).startsWith("ApiException 503 bursar_journal");
                assertThat(session.ask("charge", "cus_more", "100")).startsWith("ApiException 503 bursar_journal");
                assertThat(lab.stripe.charges()).hasSize(accepted);
                System.out.println("full disk: " + accepted + " accepted on what had been set aside, then " + answer);

                Files.delete(filler);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> session.ask("charge", "cus_after", "100").startsWith("ch_"));
                assertThat(session.end().exit()).isZero();
            }
            assertThat(lab.admittedKeys()).containsAll(lab.chargedKeys());
            assertThat(lab.stripe.requests()).hasSameSizeAs(lab.stripe.charges());
            assertThat(lab.verify()).matches(done -> done.exit() == 0, "is whole");
        }
    }

    @Test
    void a_disk_that_is_full_from_the_start_refuses_every_call() throws Exception {
        try (Lab lab = new Lab(folder, disk.resolve("state"))) {
            fill();
            try (Lab.Session session = lab.session(lab.policy(), "app")) {
                assertThat(session.ask("charge", "cus_1", "100")).startsWith("ApiException 503 bursar_journal");
                assertThat(session.end().exit()).isZero();
            }
            assertThat(lab.stripe.requests()).isEmpty();
        }
    }

    /** Takes all the room that is left. */
    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(Files.size(filler)).isPositive();
        }
        return filler;
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
