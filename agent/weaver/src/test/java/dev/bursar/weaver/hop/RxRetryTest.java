// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.hop.rx.RxJavaHook;
import dev.bursar.weaver.testing.Identity;
import dev.bursar.weaver.testing.RecordingGate;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What RxJava's {@code retry} repeats is one run, each try of it an attempt. */
@Timeout(60)
class RxRetryTest {

    private static @Nullable WovenJvm jvm;

    private final Steps steps = new Steps();
    private final List<String> tries = new CopyOnWriteArrayList<>();

    /** Where a thread stands is the path of the steps around it. */
    private static final class Steps implements Identity {
        private final ThreadLocal<@Nullable String> here = new ThreadLocal<>();
        private final AtomicInteger attempts = new AtomicInteger();
        final List<String> entered = new CopyOnWriteArrayList<>();
        final List<CompletionStage<?>> runs = new CopyOnWriteArrayList<>();

        private record Token(@Nullable String before, String now) {}

        @Override
        public Object enterStep(String step) {
            entered.add(step);
            String name = step.startsWith("attempt") ? "attempt " + attempts.incrementAndGet() : "run";
            return go(here.get() == null ? name : here.get() + "/" + name);
        }

        private Token go(String next) {
            Token token = new Token(here.get(), next);
            here.set(next);
            return token;
        }

        @Override
        public void leave(Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
            Token token = (Token) frame;
            assertThat(here.get()).as("left in the order of the stack").isEqualTo(token.now());
            here.set(token.before());
            if (returned instanceof CompletionStage<?> stage) {
                runs.add(stage);
            }
        }

        @Override
        public @Nullable Object capture() {
            return here.get();
        }

        @Override
        public Object resume(Object captured) {
            return go((String) captured);
        }

        @Override
        public @Nullable Object nobody() {
            if (here.get() == null) {
                return null;
            }
            Token token = new Token(here.get(), "");
            here.remove();
            return token;
        }

        @Override
        public void suspend(Object resumed) {
            here.set(((Token) resumed).before());
        }

        String where() {
            return String.valueOf(here.get());
        }
    }

    @BeforeAll
    static void weave() throws Exception {
        RecordingGate.installed().reset();
        jvm = WovenJvm.with(new HopHook(), new RxJavaHook());
    }

    @AfterAll
    static void stop() throws Exception {
        if (jvm != null) {
            jvm.close();
        }
    }

    @BeforeEach
    void open() {
        RecordingGate.installed().reset().identity(steps);
    }

    @AfterEach
    void close() {
        List<String> alarms = List.copyOf(RecordingGate.installed().alarms());
        RecordingGate.installed().reset();
        assertThat(alarms).isEmpty();
    }

    private interface Retry {
        Flowable<String> of(Flowable<String> source);
    }

    private static Map<String, Retry> ways() {
        Map<String, Retry> all = new LinkedHashMap<>();
        all.put("flowable, for ever", Flowable::retry);
        all.put("flowable, times", source -> source.retry(5));
        all.put("flowable, times and predicate", source -> source.retry(5, failure -> true));
        all.put("flowable, predicate", source -> source.retry(failure -> true));
        all.put("flowable, count and failure", source -> source.retry((count, failure) -> count < 5));
        all.put("flowable, until", source -> source.retryUntil(() -> false));
        all.put("flowable, when", source -> source.retryWhen(failures -> failures));
        all.put(
                "flowable, when, later",
                source -> source.retryWhen(failures -> failures.delay(1, TimeUnit.MILLISECONDS)));
        all.put("observable, times", source -> observable(source.toObservable().retry(5)));
        all.put(
                "observable, count and failure",
                source -> observable(source.toObservable().retry((count, failure) -> count < 5)));
        all.put(
                "observable, when",
                source -> observable(
                        source.toObservable().retryWhen(failures -> failures.delay(1, TimeUnit.MILLISECONDS))));
        all.put("single", source -> source.firstOrError().retry(5).toFlowable());
        all.put(
                "single, when",
                source -> source.firstOrError().retryWhen(failures -> failures).toFlowable());
        all.put(
                "maybe",
                source -> source.firstElement()
                        .retry((count, failure) -> count < 5)
                        .toFlowable());
        all.put("completable", source -> source.ignoreElements().retry().andThen(Flowable.just("done")));
        return all;
    }

    private static Flowable<String> observable(Observable<String> observable) {
        return observable.toFlowable(BackpressureStrategy.BUFFER);
    }

    static Stream<String> names() {
        return ways().keySet().stream();
    }

    /** Comes off the third time, and notes where each try stood. */
    private Flowable<String> third() {
        return Flowable.defer(() -> {
            tries.add(steps.where());
            return tries.size() % 3 == 0
                    ? Flowable.just("done")
                    : Flowable.error(new IllegalStateException("try " + tries.size()));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void is_one_run_with_an_attempt_for_each_try(String name) {
        Retry retry = ways().getOrDefault(name, source -> source);

        assertThat(retry.of(third()).map(value -> steps.where()).blockingFirst())
                .isEqualTo("null");

        checkOneRunOfThreeAttempts();
        assertThat(steps.where()).isEqualTo("null");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void is_one_run_where_each_try_goes_to_other_threads(String name) {
        Retry retry = ways().getOrDefault(name, source -> source);
        Flowable<String> hopping = third().subscribeOn(Schedulers.io())
                .onErrorResumeNext(
                        failure -> Flowable.timer(1, TimeUnit.MILLISECONDS).flatMap(tick -> Flowable.error(failure)))
                .observeOn(Schedulers.computation());

        assertThat(retry.of(hopping).map(value -> steps.where()).blockingFirst())
                .isEqualTo("null");

        checkOneRunOfThreeAttempts();
    }

    private void checkOneRunOfThreeAttempts() {
        assertThat(tries).containsExactly("run/attempt 1", "run/attempt 2", "run/attempt 3");
        assertThat(steps.entered).containsExactly("run rxjava", "attempt rxjava", "attempt rxjava", "attempt rxjava");
        assertThat(steps.runs).hasSize(1).allSatisfy(run -> assertThat(run).succeedsWithin(20, TimeUnit.SECONDS));
    }

    @Test
    void is_a_run_of_its_own_for_each_subscription() {
        Flowable<String> cold = third().retry();

        cold.blockingSubscribe();
        cold.blockingSubscribe();

        assertThat(steps.entered).filteredOn("run rxjava"::equals).hasSize(2);
        assertThat(tries).hasSize(6).endsWith("run/attempt 6");
    }

    @Test
    void takes_what_the_subscriber_requests_later_for_work_of_the_attempt() {
        Flowable<String> pulled = Flowable.<String>generate(emitter -> {
            tries.add(steps.where());
            emitter.onNext("value");
        });

        pulled.retry().rebatchRequests(1).take(3).blockingSubscribe();

        assertThat(tries).hasSizeGreaterThanOrEqualTo(3).containsOnly("run/attempt 1");
    }

    @Test
    void ends_with_the_failure_that_is_not_retried() {
        assertThatThrownBy(() -> third().retry(1).blockingFirst()).hasMessage("try 2");

        assertThat(steps.runs)
                .hasSize(1)
                .allSatisfy(run -> assertThat(run)
                        .failsWithin(20, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .havingCause()
                        .withMessage("try 2"));
    }

    @Test
    void ends_when_it_is_cancelled() {
        Disposable going = Flowable.never().retry().subscribe();
        Disposable other = Observable.never().retry().subscribe();
        assertThat(steps.runs)
                .hasSize(2)
                .allSatisfy(run -> assertThat(run.toCompletableFuture()).isNotDone());

        going.dispose();
        other.dispose();

        assertThat(steps.runs).allSatisfy(run -> assertThat(run).succeedsWithin(20, TimeUnit.SECONDS));
    }
}
