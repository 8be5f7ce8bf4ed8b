// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import static dev.bursar.weaver.sample.SampleHook.joint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.bridge.Door;
import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.sample.Loader;
import dev.bursar.weaver.sample.SampleAdvice;
import dev.bursar.weaver.sample.SampleClient;
import dev.bursar.weaver.sample.SampleHook;
import dev.bursar.weaver.testing.RecordingGate;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class GuardTest {

    private static final String STRING = "(Ljava/lang/String;)Ljava/lang/String;";

    private final RecordingGate gate = RecordingGate.installed();

    @BeforeEach
    void reset() {
        gate.reset();
    }

    @AfterEach
    void mend() {
        System.clearProperty(Weaver.BREAK);
    }

    @Test
    void refuses_the_calls_of_a_client_that_could_not_be_woven_and_names_it() throws Exception {
        System.setProperty(Weaver.BREAK, "sample-client");
        try (WovenJvm jvm = WovenJvm.with(SampleHook.of(joint("plain", STRING), joint("io", STRING)))) {
            Map<String, String> got = Loader.sample().apply("q");

            assertThat(got.get("plain"))
                    .startsWith("java.lang.IllegalStateException: bursar refuses this call")
                    .contains("sample-client 4.2")
                    .contains("carries no hook")
                    .contains(Weaver.BREAK);
            assertThat(got.get("io")).startsWith("java.io.IOException: bursar refuses this call");
            assertThat(jvm).isNotNull();
        }
        awaitAlarm("sample-client 4.2");
    }

    @Test
    void refuses_only_what_lacks_its_hook() throws Exception {
        Joint naming = new Joint(SampleClient.class.getName(), "io", STRING, "dev.bursar.weaver.sample.NoSuchAdvice");
        try (WovenJvm jvm = WovenJvm.with(
                new SampleHook("sample-client", List.of(joint("plain", STRING)), List.of(), true),
                new SampleHook("other", List.of(naming), List.of(), true))) {
            Map<String, String> got = Loader.sample().apply("q");

            assertThat(got.get("io")).contains("bursar refuses this call").contains("NoSuchAdvice");
            assertThat(jvm).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain(I)V", "renamed" + STRING, "plain()Ljava/lang/String;"})
    void refuses_every_call_of_a_client_of_another_shape_and_names_its_version(String expected) throws Exception {
        int at = expected.indexOf('(');
        SampleHook hook = SampleHook.of(joint(expected.substring(0, at), expected.substring(at)), joint("io", STRING));
        try (WovenJvm jvm = WovenJvm.with(hook)) {
            var sample = Loader.sample();
            Throwable refusal = catchIt(() -> sample.apply("q"));

            assertThat(refusal)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("`sample-client 4.2` is not supported")
                    .hasMessageContaining(expected);
            assertThat(jvm).isNotNull();
        }
        awaitAlarm("`sample-client 4.2` is not supported");
    }

    @Test
    void misses_nothing_where_a_method_that_only_some_versions_have_is_absent() throws Exception {
        SampleHook hook = new SampleHook(
                "sample-client", List.of(joint("plain", STRING)), List.of(joint("stream", STRING)), true);
        try (WovenJvm jvm = WovenJvm.with(hook)) {
            assertThat(Loader.sample().apply("q")).containsEntry("plain", "woven q");
            assertThat(jvm).isNotNull();
        }
        assertThat(gate.alarms()).isEmpty();
    }

    @Test
    void refuses_a_client_whose_sometime_method_has_another_shape() throws Exception {
        SampleHook hook =
                new SampleHook("sample-client", List.of(joint("plain", STRING)), List.of(joint("io", "(I)V")), true);
        try (WovenJvm jvm = WovenJvm.with(hook)) {
            var sample = Loader.sample();
            assertThat(catchIt(() -> sample.apply("q"))).hasMessageContaining("io(I)V");
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void refuses_a_client_whose_class_files_are_too_old_to_be_woven() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(SampleHook.of(joint("plain", STRING)))) {
            var sample = Loader.sample(bytes -> {
                bytes[7] = 50;
                return bytes;
            });
            assertThat(catchIt(() -> sample.apply("q"))).hasMessageContaining("class file version 50");
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void leaves_what_only_carries_identity_running_and_raises_an_alarm() throws Exception {
        System.setProperty(Weaver.BREAK, "carrier");
        SampleHook hook = new SampleHook("carrier", List.of(joint("plain", STRING)), List.of(), false);
        try (WovenJvm jvm = WovenJvm.with(hook)) {
            assertThat(Loader.sample().apply("q")).containsEntry("plain", "q");
            assertThat(jvm).isNotNull();
        }
        awaitAlarm("`carrier 4.2` could not be woven");
    }

    @Test
    void makes_a_governed_class_unloadable_that_it_cannot_read() {
        Guard guard = new Guard(new Shapes(List.of(SampleHook.of(joint("plain", STRING)))), new Alarms());

        assertThat(guard.transform(
                        null, SampleClient.class.getName().replace('.', '/'), null, null, new byte[] {1, 2, 3}))
                .isEqualTo(Guard.UNLOADABLE);
        assertThat(guard.transform(null, "com/acme/Other", null, null, new byte[] {1, 2, 3}))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {Guard.class, ClassBytes.class, Instructions.class, Shapes.class, Alarms.class, Weaver.class})
    void needs_no_library_to_refuse(Class<?> type) throws Exception {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("bytebuddy");
        }
    }

    @Test
    void is_not_satisfied_by_another_hooks_advice() throws Exception {
        byte[] sample;
        try (InputStream in = SampleClient.class.getResourceAsStream("SampleClient.class")) {
            sample = in.readAllBytes();
        }
        String name = SampleClient.class.getName().replace('.', '/');
        SampleHook hook = SampleHook.of(joint("plain", STRING));
        byte[] woven =
                Bytecode.advise(GuardTest.class.getClassLoader(), name, sample, new Shapes(List.of(hook)).of(name));
        ClassBytes bytes = new ClassBytes(woven);
        ClassBytes.Method plain = bytes.methods().stream()
                .filter(method -> method.name().equals("plain"))
                .findFirst()
                .orElseThrow();

        String door = Door.class.getName().replace('.', '/');
        assertThat(bytes.carries(plain, door, SampleAdvice.class.getName())).isTrue();
        assertThat(bytes.carries(plain, door, "another.Advice")).isFalse();
        assertThat(bytes.carries(plain, "another/Door", SampleAdvice.class.getName()))
                .isFalse();
    }

    private void awaitAlarm(String part) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (gate.alarms().stream().noneMatch(alarm -> alarm.contains(part)) && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(gate.alarms()).anySatisfy(alarm -> assertThat(alarm).contains(part));
    }

    private static Throwable catchIt(Callable<?> task) {
        try {
            task.call();
        } catch (Throwable e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }
}
