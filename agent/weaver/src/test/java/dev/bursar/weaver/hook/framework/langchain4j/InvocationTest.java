// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.testing.Identity;
import dev.bursar.weaver.testing.RecordingGate;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of AI services as the gate sees them, without a framework. */
class InvocationTest {

    @Retention(RetentionPolicy.RUNTIME)
    @interface Named {
        String value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Listed {
        String[] value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Plain {}

    interface Chat {
        String chat(String message, int times);
    }

    @Named("billing")
    @Plain
    interface Billing extends Chat {
        @Listed("one")
        @Override
        String chat(String message, int times);
    }

    /** Binds the types it is told to, and writes down what happens. */
    private static final class Recorder implements Identity {
        final List<String> asked = new ArrayList<>();
        final List<String> steps = new ArrayList<>();
        final List<CompletableFuture<?>> pending = new ArrayList<>();
        final List<String> bound = new ArrayList<>();

        @Override
        public int bind(
                String type,
                List<String> typeAnnotations,
                String method,
                String descriptor,
                List<String> methodAnnotations) {
            asked.add(type + typeAnnotations + "#" + method + descriptor + methodAnnotations);
            return bound.indexOf(type);
        }

        @Override
        public @Nullable Object enter(int site, @Nullable Object[] arguments) {
            steps.add("enter " + bound.get(site) + " " + List.of(arguments));
            return "boundary";
        }

        @Override
        public @Nullable Object enterStep(String step) {
            steps.add(step);
            return step;
        }

        @Override
        public void leave(Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
            steps.add("leave " + frame + (thrown == null ? "" : " failed"));
            if (returned instanceof CompletableFuture<?> stage) {
                pending.add(stage);
            }
        }
    }

    /** The shape of what is behind an AI service in later versions. */
    private static final class Handler {
        @SuppressWarnings("unused")
        Object invoke(Method method, Object[] arguments, Context context) {
            return context;
        }
    }

    /** What such a version passes along. */
    public record Context(UUID invocationId) {}

    private final Recorder recorder = new Recorder();

    @BeforeEach
    void record() {
        RecordingGate.installed().reset().identity(recorder);
    }

    @AfterEach
    void forget() {
        RecordingGate.installed().reset();
    }

    @Test
    void asks_for_a_method_of_an_interface_as_the_weaver_asks_for_one_of_a_class() throws Exception {
        recorder.bound.add(Billing.class.getName());
        call(Billing.class, Billing.class);
        assertThat(recorder.asked)
                .containsExactly(Billing.class.getName() + "[" + Named.class.getName() + "(billing), "
                        + Plain.class.getName() + "]#chat(Ljava/lang/String;I)Ljava/lang/String;["
                        + Listed.class.getName() + "(one)]");
        assertThat(recorder.steps)
                .containsExactly(
                        "enter " + Billing.class.getName() + " [hello, 2]",
                        "run langchain4j",
                        "leave run langchain4j",
                        "leave boundary");
    }

    @Test
    void asks_again_for_what_was_not_bound_and_not_for_what_was() throws Exception {
        interface Declaring {
            String chat(String message, int times);
        }
        interface Inheriting extends Declaring {}
        call(Inheriting.class, Declaring.class);
        assertThat(recorder.asked).hasSize(2);
        call(Inheriting.class, Declaring.class);
        assertThat(recorder.asked).hasSize(4);
        recorder.bound.add(Inheriting.class.getName());
        call(Inheriting.class, Declaring.class);
        assertThat(recorder.asked).hasSize(5);
        call(Inheriting.class, Declaring.class);
        assertThat(recorder.asked).hasSize(5);
    }

    @Test
    void enters_the_interface_that_declares_a_method_where_the_service_itself_is_not_bound() throws Exception {
        interface Declaring {
            String chat(String message, int times);
        }
        interface Inheriting extends Declaring {}
        recorder.bound.add(Declaring.class.getName());
        call(Inheriting.class, Declaring.class);
        assertThat(recorder.steps).first().isEqualTo("enter " + Declaring.class.getName() + " [hello, 2]");
    }

    @Test
    void gives_a_run_the_id_that_the_framework_gives_the_call() throws Exception {
        Handler handler = new Handler();
        UUID id = new UUID(1, 2);
        Method method = Chat.class.getMethod("chat", String.class, int.class);
        Object[] own = {"hello", 2};
        Object[] outside = {new Object(), method, own};
        Object[] inside = {method, own, new Context(id)};
        Object outer = AiServiceAdvice.enter(handler, outside);
        Object inner = AiServiceAdvice.enter(handler, inside);
        AiServiceAdvice.exit(inner, inside, null);
        AiServiceAdvice.exit(outer, outside, new IllegalStateException("after the run"));
        assertThat(recorder.steps).containsExactly("run langchain4j " + id, "leave run langchain4j " + id);
    }

    @Test
    void opens_no_run_for_what_every_object_can_do() throws Exception {
        Object[] arguments = {new Object(), Object.class.getMethod("hashCode"), null};
        assertThat(AiServiceAdvice.enter(new Object(), arguments)).isNull();
        assertThat(recorder.steps).isEmpty();
    }

    /** The result of a tool, as the framework passes it on. */
    public record Outcome(boolean isError) {}

    @Test
    void takes_a_result_that_is_an_error_for_a_tool_that_failed() {
        ToolResultAdvice.exit(ToolResultAdvice.enter(), new Outcome(true), null);
        ToolResultAdvice.exit(ToolResultAdvice.enter(), new Outcome(false), null);
        ToolResultAdvice.exit(ToolResultAdvice.enter(), "a text", null);
        assertThat(recorder.steps)
                .filteredOn(step -> step.startsWith("leave"))
                .containsExactly("leave tool langchain4j failed", "leave tool langchain4j", "leave tool langchain4j");
    }

    @Test
    void keeps_a_run_open_until_its_stream_is_answered() throws Exception {
        Object stream = new Object();
        Object first = new Object();
        Object second = new Object();
        Invocation call = streaming(stream);
        assertThat(call).isNotNull();
        assertThat(recorder.pending).hasSize(1);

        Object start = visited(StreamAdvice.Started.enter(stream));
        HandlerAdvice.Made.exit(first);
        StreamAdvice.Started.exit(start, null);
        Object round = visited(HandlerAdvice.Answered.enter(first));
        HandlerAdvice.Made.exit(second);
        HandlerAdvice.Answered.exit(round, null);
        assertThat(recorder.pending.get(0)).isNotDone();

        HandlerAdvice.Answered.exit(visited(HandlerAdvice.Answered.enter(second)), null);
        assertThat(recorder.pending.get(0)).isCompleted();
    }

    @Test
    void ends_a_run_as_failed_before_the_failure_of_its_stream_is_told() throws Exception {
        Object stream = new Object();
        Object handler = new Object();
        streaming(stream);
        Object start = StreamAdvice.Started.enter(stream);
        HandlerAdvice.Made.exit(handler);
        StreamAdvice.Started.exit(start, null);
        HandlerAdvice.Failed.enter(handler, new IllegalStateException("hung up"));
        assertThat(recorder.pending.get(0)).isCompletedExceptionally();
    }

    @Test
    void ends_a_run_whose_stream_nobody_can_start_any_more() throws Exception {
        streaming(new Object());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            streaming(new Object());
            return recorder.pending.get(0).isDone();
        });
        assertThat(recorder.pending.get(0)).isCompleted();
    }

    @Test
    void knows_nothing_of_a_stream_that_no_service_answered_with() {
        Object stream = new Object();
        StreamAdvice.Made.exit(stream);
        assertThat(StreamAdvice.Started.enter(stream)).isNull();
        HandlerAdvice.Made.exit(stream);
        assertThat(HandlerAdvice.Answered.enter(stream)).isNull();
    }

    private static Object visited(@Nullable Object visit) {
        assertThat(visit).isNotNull();
        return visit == null ? new Object() : visit;
    }

    private static Invocation streaming(Object stream) throws Exception {
        Invocation call =
                Invocation.enter(new Object(), Chat.class, Chat.class.getMethod("chat", String.class, int.class), null);
        call.begin(null);
        StreamAdvice.Made.exit(stream);
        call.leave(null);
        return call;
    }

    private static void call(Class<?> service, Class<?> declaring) throws Exception {
        Method method = declaring.getMethod("chat", String.class, int.class);
        Object proxy = Proxy.newProxyInstance(
                InvocationTest.class.getClassLoader(), new Class<?>[] {service}, (self, called, arguments) -> null);
        Invocation call =
                Invocation.enter(proxy, ServiceMethod.service(proxy, method), method, new Object[] {"hello", 2});
        call.begin(null);
        call.leave(null);
    }
}
