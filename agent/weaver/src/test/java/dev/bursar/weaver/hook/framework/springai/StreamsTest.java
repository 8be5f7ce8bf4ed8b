// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.testing.Identity;
import dev.bursar.weaver.testing.RecordingGate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class StreamsTest {

    private final Steps steps = new Steps();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void listen() {
        RecordingGate.installed().reset().identity(steps);
    }

    @AfterEach
    void nothing_is_left_on_the_thread() {
        assertThat(steps.capture()).isNull();
        RecordingGate.installed().reset();
    }

    @Test
    void a_run_is_open_until_its_stream_has_ended() {
        Sinks.Many<String> source = Sinks.many().unicast().onBackpressureBuffer();
        Flux<String> run = run(source.asFlux());
        assertThat(steps.left).as("nothing runs before somebody listens").isEmpty();
        run.subscribe(new Listener());
        CompletableFuture<?> end = steps.left("run spring-ai");
        source.tryEmitNext("one");
        assertThat(end).isNotDone();
        source.tryEmitComplete();
        assertThat(end).isCompleted();
    }

    @Test
    void a_run_fails_with_its_stream_and_ends_when_nobody_listens_any_more() {
        Sinks.Many<String> failing = Sinks.many().unicast().onBackpressureBuffer();
        run(failing.asFlux()).subscribe(new Listener());
        failing.tryEmitError(new IllegalStateException("no more"));
        assertThat(steps.left("run spring-ai")).isCompletedExceptionally();

        steps.left.clear();
        Listener listener = new Listener();
        run(Flux.never()).subscribe(listener);
        assertThat(steps.left("run spring-ai")).isNotDone();
        listener.cancel();
        assertThat(steps.left("run spring-ai")).isCompleted();
    }

    @Test
    void demand_goes_up_into_the_run_and_signals_come_down_out_of_it_on_whatever_thread() throws Exception {
        Listener listener = new Listener() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                see("listening");
            }
        };
        Object outside = steps.push("agent");
        run(Flux.<String>generate(sink -> {
                    see("making");
                    sink.next("one");
                    sink.complete();
                }))
                .subscribe(listener);
        steps.suspend(outside);
        Thread other = new Thread(() -> listener.request(1));
        other.start();
        other.join();
        assertThat(seen)
                .containsExactly("listening in agent", "making in run spring-ai", "one in agent", "end in agent");
    }

    @Test
    void every_pass_begins_outside_of_the_one_before_it() {
        Flux<String> passes =
                run(Flux.defer(() -> pass(look("first"))).concatWith(Flux.defer(() -> pass(look("second")))));
        passes.subscribe(new Listener());
        assertThat(seen)
                .contains("first in attempt spring-ai < run spring-ai", "second in attempt spring-ai < run spring-ai");
    }

    @Test
    void a_pass_that_begins_on_a_thread_of_nobodys_is_still_its_runs() {
        Scheduler other = Schedulers.newSingle("other", true);
        try {
            run(pass(look("late")).subscribeOn(other)).blockLast();
        } finally {
            other.dispose();
        }
        assertThat(seen).containsExactly("late in attempt spring-ai < run spring-ai");
    }

    @Test
    void what_is_no_stream_stays_as_it_is() {
        assertThat(Streams.run("text", null)).isEqualTo("text");
        assertThat(Streams.pass(null)).isNull();
    }

    /** Looks at the whole stack of scopes when it is subscribed to. */
    private Flux<String> look(String what) {
        return Flux.defer(() -> {
            seen.add(what + " in " + String.join(" < ", steps.stack()));
            return Flux.just(what);
        });
    }

    private void see(String what) {
        seen.add(what + " in " + steps.capture());
    }

    @SuppressWarnings("unchecked")
    private static Flux<String> run(Flux<String> source) {
        return (Flux<String>) Objects.requireNonNull(Streams.run(source, null));
    }

    @SuppressWarnings("unchecked")
    private static Flux<String> pass(Flux<String> source) {
        return (Flux<String>) Objects.requireNonNull(Streams.pass(source));
    }

    private class Listener extends BaseSubscriber<String> {

        @Override
        protected void hookOnNext(String value) {
            see(value);
        }

        @Override
        protected void hookOnComplete() {
            see("end");
        }

        @Override
        protected void hookOnError(Throwable failure) {
            see("failure");
        }
    }

    /** Scopes that are names, one inside the other on each thread; a captured one is taken up with nothing around it. */
    private static final class Steps implements Identity {

        private record Left(String step, @Nullable Object returned) {}

        private final ThreadLocal<Deque<List<String>>> stacks = ThreadLocal.withInitial(ArrayDeque::new);
        private final List<Left> left = new CopyOnWriteArrayList<>();

        List<String> stack() {
            List<String> top = stacks.get().peek();
            return top == null ? List.of() : top;
        }

        Object push(String step) {
            List<String> inner = new ArrayList<>(List.of(step));
            inner.addAll(stack());
            stacks.get().push(inner);
            return inner;
        }

        CompletableFuture<?> left(String step) {
            return left.stream()
                    .filter(one -> one.step().equals(step))
                    .map(one -> (CompletableFuture<?>) Objects.requireNonNull(one.returned()))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public Object enterStep(String step) {
            return push(step);
        }

        @Override
        public void leave(Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
            left.add(new Left(stack().get(0), returned));
            suspend(frame);
        }

        @Override
        public @Nullable Object capture() {
            return stack().isEmpty() ? null : new Captured(stack());
        }

        @Override
        public Object resume(Object captured) {
            List<String> stack = new ArrayList<>(((Captured) captured).stack());
            stacks.get().push(stack);
            return stack;
        }

        @Override
        public @Nullable Object nobody() {
            if (stack().isEmpty()) {
                return null;
            }
            List<String> none = new ArrayList<>();
            stacks.get().push(none);
            return none;
        }

        @Override
        public void suspend(Object resumed) {
            assertThat(stacks.get().pop()).isSameAs(resumed);
        }

        private record Captured(List<String> stack) {
            @Override
            public String toString() {
                return stack.get(0);
            }
        }
    }
}
