// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.Examination.Finding;
import dev.bursar.weaver.Examination.State;
import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import dev.bursar.weaver.sample.Loader;
import dev.bursar.weaver.sample.SampleAdvice;
import dev.bursar.weaver.sample.SampleClient;
import dev.bursar.weaver.sample.SampleHook;
import dev.bursar.weaver.testing.RecordingGate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a framework whose version has no place for a hook. */
class ExaminationTest {

    private static final String STRING = "(Ljava/lang/String;)Ljava/lang/String;";
    private static final FrameworkHook.Duty LOOP = duty("the tool loop", "plain", STRING);
    private static final FrameworkHook.Duty TOOLS = duty("tools", "renamed", STRING);

    private record Framework(List<Duty> duties) implements FrameworkHook {

        Framework(Duty... duties) {
            this(List.of(duties));
        }

        @Override
        public String name() {
            return "agents4j";
        }

        @Override
        public String marker() {
            return SampleClient.class.getName();
        }
    }

    @Test
    void finds_each_thing_that_must_be_caught_in_one_of_its_places() {
        FrameworkHook.Duty either = new FrameworkHook.Duty(
                "either", List.of(joint("renamed", STRING), joint("io", STRING), joint("plain", STRING)));
        assertThat(Examination.of(List.of(new Framework(LOOP, either)), ExaminationTest::file))
                .containsExactly(
                        new Finding("agents4j", "the tool loop", List.of("SampleClient#plain"), State.ARMED, false),
                        new Finding(
                                "agents4j",
                                "either",
                                List.of("SampleClient#io", "SampleClient#plain"),
                                State.ARMED,
                                false));
    }

    @Test
    void tells_a_place_that_is_gone_or_has_another_shape() {
        Framework framework = new Framework(TOOLS, duty("calls", "plain", "()V"));
        assertThat(Examination.of(List.of(framework), ExaminationTest::file))
                .extracting(Finding::state)
                .containsExactly(State.UNSUPPORTED, State.UNSUPPORTED);
    }

    @Test
    void tells_a_framework_or_client_that_is_not_there() {
        assertThat(Examination.of(
                        List.of(new Framework(LOOP, TOOLS), SampleHook.of(joint("plain", STRING))), nothing -> null))
                .extracting(Finding::state)
                .containsExactly(State.ABSENT, State.ABSENT);
    }

    @Test
    void tells_a_client_of_a_shape_that_nobody_has_tried() {
        assertThat(Examination.of(
                        List.of(SampleHook.of(joint("plain", STRING)), SampleHook.of(joint("gone", STRING))),
                        ExaminationTest::file))
                .extracting(Finding::state)
                .containsExactly(State.ARMED, State.UNSUPPORTED);
    }

    @Test
    void raises_an_alarm_when_a_framework_shows_that_a_hook_does_not_match() throws Exception {
        RecordingGate gate = RecordingGate.installed().reset();
        try (WovenJvm jvm = WovenJvm.with(new Framework(LOOP, TOOLS))) {
            assertThat(jvm).isNotNull();
            assertThat(Loader.sample().apply("q")).containsEntry("plain", "woven q");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !gate.alarms().isEmpty());
            assertThat(gate.alarms())
                    .singleElement()
                    .asString()
                    .contains("`agents4j`", "tools", "done again")
                    .doesNotContain("the tool loop");
        }
    }

    private static FrameworkHook.Duty duty(String what, String method, String descriptor) {
        return new FrameworkHook.Duty(what, List.of(joint(method, descriptor)));
    }

    private static Joint joint(String method, String descriptor) {
        return new Joint(SampleClient.class.getName(), method, descriptor, SampleAdvice.class.getName());
    }

    private static byte @Nullable [] file(String resource) {
        try (InputStream in = ExaminationTest.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
