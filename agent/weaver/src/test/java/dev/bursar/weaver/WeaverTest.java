// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import static dev.bursar.weaver.sample.SampleHook.joint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.sample.InlinedAdvice;
import dev.bursar.weaver.sample.Loader;
import dev.bursar.weaver.sample.SampleAdvice;
import dev.bursar.weaver.sample.SampleClient;
import dev.bursar.weaver.sample.SampleHook;
import dev.bursar.weaver.testing.RecordingGate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeaverTest {

    private static final String STRING = "(Ljava/lang/String;)Ljava/lang/String;";

    private final RecordingGate gate = RecordingGate.installed();

    @BeforeEach
    void reset() {
        gate.reset();
    }

    @Test
    void weaves_a_canary_before_it_says_that_it_is_ready() throws Exception {
        try (WovenJvm jvm = WovenJvm.with()) {
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void is_never_ready_when_the_canary_could_not_be_woven() {
        System.setProperty(Weaver.BREAK, "canary");
        try {
            assertThatThrownBy(WovenJvm::with).hasRootCauseInstanceOf(IllegalStateException.class);
        } finally {
            System.clearProperty(Weaver.BREAK);
        }
    }

    @Test
    void weaves_every_overload_of_a_name_where_no_descriptor_is_given() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(SampleHook.of(joint("plain", ""), joint("io", STRING)))) {
            assertThat(Loader.sample().apply("q"))
                    .containsEntry("plain", "woven q")
                    .containsEntry("io", "woven q");
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void links_each_class_loaders_client_to_code_of_its_own() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(SampleHook.of(joint("plain", STRING)))) {
            assertThat(Loader.sample().apply("a")).containsEntry("plain", "woven a");
            assertThat(Loader.sample().apply("b")).containsEntry("plain", "woven b");
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void leaves_other_classes_alone() throws Exception {
        try (WovenJvm jvm = WovenJvm.with()) {
            assertThat(Loader.sample().apply("q")).containsEntry("plain", "q");
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void weaves_a_class_of_the_jdk_that_was_loaded_before() throws Exception {
        long bare = crc();
        try (WovenJvm jvm = WovenJvm.with(jdk(SampleAdvice.class))) {
            assertThat(crc()).isEqualTo(bare + 1);
            assertThat(jvm).isNotNull();
        }
        assertThat(crc()).isEqualTo(bare);
    }

    @Test
    void copies_advice_in_where_the_advice_says_so() throws Exception {
        long bare = crc();
        try (WovenJvm jvm = WovenJvm.with(jdk(InlinedAdvice.class))) {
            assertThat(crc()).isEqualTo(bare);
            gate.govern("https://inlined.example");
            assertThat(crc()).isEqualTo(42);
            assertThat(jvm).isNotNull();
        }
        assertThat(crc()).isEqualTo(bare);
        assertThat(gate.alarms()).isEmpty();
    }

    private static SampleHook jdk(Class<?> advice) {
        return SampleHook.of(new Joint(CRC32C.class.getName(), "getValue", "()J", advice.getName()));
    }

    private static long crc() {
        CRC32C crc = new CRC32C();
        crc.update(7);
        return crc.getValue();
    }

    @Test
    void weaves_the_applications_own_classes_as_the_filter_says() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(filter(null))) {
            assertThat(Loader.sample().apply("q"))
                    .containsEntry("plain", "woven q")
                    .containsEntry("io", "q");
            assertThat(jvm).isNotNull();
        }
    }

    @Test
    void lets_no_method_run_of_an_application_class_that_was_wanted_and_could_not_be_woven() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(filter(new IllegalStateException("no way")))) {
            var sample = Loader.sample();
            assertThatThrownBy(() -> sample.apply("q"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("bursar refuses this call")
                    .hasMessageContaining("SampleClient")
                    .hasMessageContaining("no way");
            assertThat(jvm).isNotNull();
        }
    }

    private static ClassFilter filter(@Nullable Exception failure) {
        return new ClassFilter() {
            @Override
            public boolean wants(@Nullable ClassLoader loader, String internalName, byte[] classFile) {
                return internalName.equals(SampleClient.class.getName().replace('.', '/'));
            }

            @Override
            public byte[] weave(@Nullable ClassLoader loader, String internalName, byte[] classFile) throws Exception {
                if (failure != null) {
                    throw failure;
                }
                return Bytecode.weave(
                        loader,
                        internalName,
                        classFile,
                        pool -> Bytecode.advice(SampleAdvice.class.getName(), pool)
                                .on(ElementMatchers.named("plain")));
            }
        };
    }

    @Test
    void asks_the_filter_about_no_class_of_the_jdk_or_of_the_agent() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        ClassFilter listening = new ClassFilter() {
            @Override
            public boolean wants(@Nullable ClassLoader loader, String internalName, byte[] classFile) {
                asked.add(internalName);
                return false;
            }

            @Override
            public byte[] weave(@Nullable ClassLoader loader, String internalName, byte[] classFile) {
                return classFile;
            }
        };
        try (WovenJvm jvm = WovenJvm.with(listening)) {
            Loader.sample();
            Class.forName("java.util.zip.Deflater");
            assertThat(jvm).isNotNull();
        }
        assertThat(asked).contains(SampleClient.class.getName().replace('.', '/'));
        assertThat(asked).noneMatch(name -> name.startsWith("java/") || name.startsWith("net/bytebuddy/"));
    }
}
