// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.app.load.Load;
import dev.bursar.it.harness.Jvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyIT {

    @TempDir
    Path folder;

    @Test
    void sixty_four_threads_spend_a_cap_to_the_cent_and_no_further() {
        try (Lab lab = new Lab(folder)) {
            Path policy = lab.policy("caps:", "  - 500.00 USD per day");
            long begun = System.nanoTime();
            Jvm.Done done = lab.application(Load.class, policy)
                    .argument("64")
                    .argument("640")
                    .argument("500")
                    .argument("cus_")
                    .run(folder, "load");
            long millis = (System.nanoTime() - begun) / 1_000_000;

            assertThat(done.exit()).as("%s", done).isZero();
            List<String> lines = done.out().lines().toList();
            assertThat(lines).filteredOn(line -> line.startsWith("accepted ")).hasSize(100);
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("refused 429 "))
                    .hasSize(540);
            assertThat(lines).filteredOn(line -> line.startsWith("failed ")).isEmpty();
            assertThat(lab.stripe.moneyIn("usd")).isEqualTo(500_00);
            assertThat(lab.stripe.requests()).hasSize(100);
            assertThat(lab.admittedKeys()).containsExactlyInAnyOrderElementsOf(lab.chargedKeys());
            assertThat(lab.verify().exit()).isZero();
            System.out.println("64 threads, 640 attempts at one cap of 500.00 USD: 100 accepted, 540 refused, " + millis
                    + " ms with start-up");
        }
    }
}
