// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.weaver.Weaver;
import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.testing.LoopbackServer;
import dev.bursar.weaver.testing.RecordingGate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StripeJavaRefusalTest {

    private final RecordingGate gate = RecordingGate.installed().reset();

    @AfterEach
    void mend() {
        System.clearProperty(Weaver.BREAK);
    }

    @Test
    void refuses_the_calls_of_a_stripe_java_that_could_not_be_woven() throws Exception {
        System.setProperty(Weaver.BREAK, "stripe-java");
        try (WovenJvm jvm = WovenJvm.with(new StripeJavaHook());
                StripeVersion stripe = new StripeVersion("28.4.0");
                LoopbackServer server = new LoopbackServer()) {
            assertThatThrownBy(() -> call(stripe, server))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("bursar refuses this call")
                    .hasMessageContaining("stripe-java 28.4.0");
            assertThat(server.requests()).isEmpty();
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void refuses_the_calls_of_a_stripe_java_of_another_shape_and_names_its_version() throws Exception {
        Hook changed = new Hook() {
            @Override
            public String name() {
                return "stripe-java";
            }

            @Override
            public List<Joint> joints() {
                Joint real = new StripeJavaHook().joints().get(0);
                return List.of(new Joint(real.type(), real.method(), "()V", real.advice()));
            }

            @Override
            public String versionField() {
                return new StripeJavaHook().versionField();
            }
        };
        try (WovenJvm jvm = WovenJvm.with(changed);
                StripeVersion stripe = new StripeVersion("24.24.0");
                LoopbackServer server = new LoopbackServer()) {
            assertThatThrownBy(() -> call(stripe, server))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("`stripe-java 24.24.0` is not supported")
                    .hasMessageContaining("requestWithRetries");
            assertThat(server.requests()).isEmpty();
            assertThat(gate.views()).isEmpty();
            assertThat(jvm).isNotNull();
        }
    }

    private static void call(StripeVersion stripe, LoopbackServer server) {
        stripe.tell("base", Map.of("origin", server.origin()));
        stripe.tell("set key", Map.of("key", "sk_test_x"));
        stripe.tell("retrieve", Map.of("id", "ch_1"));
    }
}
