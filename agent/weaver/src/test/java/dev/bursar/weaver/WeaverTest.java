// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeaverTest {

    @Test
    void weaves_a_canary_before_it_says_that_it_is_ready() throws Exception {
        try (WovenJvm jvm = WovenJvm.with()) {
            assertThat(jvm).isNotNull();
        }
    }
}
