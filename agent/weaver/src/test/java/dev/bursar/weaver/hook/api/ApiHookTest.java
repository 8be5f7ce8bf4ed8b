// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.api.Bursar;
import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.testing.Identity;
import dev.bursar.weaver.testing.RecordingGate;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiHookTest {

    private static @Nullable WovenJvm jvm;

    private final List<String> steps = new ArrayList<>();

    private final Identity identity = new Identity() {
        @Override
        public @Nullable Object enterStep(String step) {
            steps.add(step);
            return "token of " + step;
        }

        @Override
        public void leave(Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
            steps.add("left " + frame + " with " + returned + (thrown == null ? "" : " and " + thrown.getMessage()));
        }

        @Override
        public @Nullable String runId() {
            return "billing/order-42";
        }

        @Override
        public @Nullable Map<String, String> lastDecision() {
            return Map.of("outcome", "refused", "code", "bursar_nobody");
        }
    };

    @BeforeAll
    static void weave() throws Exception {
        RecordingGate.installed().reset();
        jvm = WovenJvm.with(new ApiHook());
    }

    @AfterAll
    static void stop() throws Exception {
        if (jvm != null) {
            jvm.close();
        }
    }

    @BeforeEach
    void open() {
        RecordingGate.installed().reset().identity(identity);
    }

    @AfterEach
    void close() {
        RecordingGate.installed().reset();
    }

    @Test
    void tells_the_door_what_is_entered_and_how_it_is_left() {
        String made = Bursar.as("billing").run("order-42", () -> Bursar.attempt(() -> "made"));
        assertThat(made).isEqualTo("made");
        assertThat(steps)
                .containsExactly(
                        "as billing run order-42",
                        "attempt",
                        "left token of attempt with made",
                        "left token of as billing run order-42 with made");
        steps.clear();
        Bursar.as("billing").run(() -> Bursar.as("refunds").call(() -> Bursar.rehearse(() -> 1)));
        assertThat(steps.subList(0, 3)).containsExactly("as billing run", "as refunds", "rehearsal bursar-api");
        steps.clear();
        Bursar.label("ticket", "T-17", () -> "made");
        assertThat(steps).containsExactly("label ticket=T-17", "left token of label ticket=T-17 with made");
    }

    @Test
    void tells_the_door_what_was_thrown() {
        assertThatThrownBy(() -> Bursar.as("billing").call(() -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(steps).containsExactly("as billing", "left token of as billing with null and no");
    }

    @Test
    void asks_the_door() {
        assertThat(Bursar.isPresent()).isTrue();
        assertThat(Bursar.runId()).hasValue("billing/order-42");
        assertThat(Bursar.lastDecision())
                .hasValueSatisfying(decision -> assertThat(decision.code()).isEqualTo("bursar_nobody"));
    }

    @Test
    void leaves_nothing_where_the_door_entered_nothing() {
        RecordingGate.installed().reset();
        assertThat(Bursar.as("billing").<String, RuntimeException>call(() -> "made"))
                .isEqualTo("made");
        assertThat(steps).isEmpty();
    }

    @Test
    void makes_an_api_of_another_shape_refuse_before_any_work_runs_and_says_so() throws Exception {
        Class<?> other = new OtherShape().loadClass(Bursar.class.getName());
        boolean[] ran = new boolean[1];
        Runnable work = () -> ran[0] = true;
        assertThatThrownBy(() -> OtherShape.rehearse(other, work))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("`bursar-api 1` is not supported")
                .hasMessageContaining("enterRehearsal");
        assertThat(ran[0]).isFalse();
        // An alarm is raised on a thread of its own.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(RecordingGate.installed().alarms())
                        .singleElement()
                        .asString()
                        .contains("`bursar-api 1` is not supported"));
    }

    /** The API with one method of the seam under another name. */
    private static final class OtherShape extends ClassLoader {

        OtherShape() {
            super("other", ClassLoader.getPlatformClassLoader());
        }

        static void rehearse(Class<?> bursar, Runnable work) throws Throwable {
            Class<?> kind = bursar.getClassLoader().loadClass("dev.bursar.api.VoidWork");
            Object lambda = java.lang.reflect.Proxy.newProxyInstance(
                    bursar.getClassLoader(), new Class<?>[] {kind}, (proxy, method, arguments) -> {
                        work.run();
                        return null;
                    });
            try {
                bursar.getMethod("rehearse", kind).invoke(null, lambda);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            return Bursar.class.getClassLoader().getResourceAsStream(name);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                byte[] bytes = text.replace("enterRehearsal", "enterRehearsaX").getBytes(StandardCharsets.ISO_8859_1);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
