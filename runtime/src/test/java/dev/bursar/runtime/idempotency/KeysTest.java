// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void differs_by_run_caller_fingerprint_ordinal_and_refusals() {
        assertThat(Set.of(
                        Keys.of("r", "c", "f", 0, 0),
                        Keys.of("s", "c", "f", 0, 0),
                        Keys.of("r", "d", "f", 0, 0),
                        Keys.of("r", "c", "g", 0, 0),
                        Keys.of("r", "c", "f", 1, 0),
                        Keys.of("r", "c", "f", 0, 1),
                        Keys.of("rc", "", "f", 0, 0),
                        Keys.of("", "rc", "f", 0, 0)))
                .hasSize(8);
    }

    @Test
    void repeats_itself() {
        assertThat(Keys.of("r", "c", "f", 3, 2)).isEqualTo(Keys.of("r", "c", "f", 3, 2));
    }

    @Test
    void fits_into_a_header_of_any_vendor() {
        String key = Keys.of("r".repeat(10_000), "caller", "f", Integer.MAX_VALUE, 9);
        assertThat(key).matches("bursar_[0-9a-f]{64}");
    }
}
