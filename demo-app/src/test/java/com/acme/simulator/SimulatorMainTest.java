// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatorMainTest {

    @Test
    void it_serves_on_the_port_it_prints_until_its_input_ends() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        SimulatorMain.class.getName(),
                        "all=sk_test_forked",
                        "billing=rk_test_forked:charges:write,customers:read")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            assertThat(line).matches("listening on [0-9]+");
            StripeClient stripe = StripeClient.builder()
                    .setApiKey("rk_test_forked")
                    .setApiBase("http://127.0.0.1:" + line.substring("listening on ".length()))
                    .build();

            assertThat(stripe.v1().charges().create(Simulated.charging(5)).getAmount())
                    .isEqualTo(5);
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_key_that_is_not_understood_is_not_repeated() {
        assertThatThrownBy(() -> SimulatorMain.key("sk_test_secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("sk_test_secret");
    }
}
