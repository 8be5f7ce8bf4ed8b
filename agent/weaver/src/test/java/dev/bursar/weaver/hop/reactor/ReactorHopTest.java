// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.hop.ThreadScopes;
import dev.bursar.weaver.testing.RecordingGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Without the JDK's own joints, so that what is seen here is what this hook does. */
@Timeout(60)
class ReactorHopTest {

    private static @Nullable WovenJvm jvm;

    private final ThreadScopes scopes = new ThreadScopes();

    @BeforeAll
    static void weave() throws Exception {
        RecordingGate.installed().reset();
        jvm = WovenJvm.with(new ReactorHook());
    }

    @AfterAll
    static void stop() throws Exception {
        if (jvm != null) {
            jvm.close();
        }
    }

    @BeforeEach
    void open() {
        RecordingGate.installed().reset().identity(scopes);
    }

    @AfterEach
    void close() {
        List<String> alarms = List.copyOf(RecordingGate.installed().alarms());
        RecordingGate.installed().reset();
        assertThat(alarms).isEmpty();
    }

    private String probe() {
        return String.valueOf(scopes.here());
    }

    /** From a flow of something to what its operators saw; each goes to other threads in its own way. */
    private static Map<String, Function<ReactorHopTest, Function<Flux<Integer>, Flux<String>>>> pipelines() {
        Map<String, Function<ReactorHopTest, Function<Flux<Integer>, Flux<String>>>> all = new TreeMap<>();
        all.put("map", test -> source -> source.map(x -> test.probe()));
        all.put(
                "publishOn",
                test -> source -> source.publishOn(Schedulers.single()).map(x -> test.probe()));
        all.put(
                "publishOn twice",
                test -> source -> source.publishOn(Schedulers.parallel())
                        .filter(x -> true)
                        .publishOn(Schedulers.single())
                        .map(x -> test.probe()));
        all.put(
                "subscribeOn",
                test -> source -> source.map(x -> test.probe()).subscribeOn(Schedulers.boundedElastic()));
        all.put(
                "delayElements",
                test -> source -> source.delayElements(Duration.ofMillis(1)).map(x -> test.probe()));
        all.put(
                "flatMap",
                test -> source ->
                        source.flatMap(x -> Mono.fromCallable(test::probe).subscribeOn(Schedulers.parallel())));
        all.put(
                "parallel",
                test -> source -> source.parallel(2)
                        .runOn(Schedulers.parallel())
                        .map(x -> test.probe())
                        .sequential());
        all.put(
                "groupBy",
                test -> source -> source.groupBy(x -> x % 2)
                        .flatMap(group -> group.publishOn(Schedulers.single()).map(x -> test.probe())));
        all.put("window", test -> source -> source.window(2).concatMap(window -> window.map(x -> test.probe())));
        all.put("hidden", test -> source -> source.hide().map(x -> test.probe()));
        all.put(
                "doOnNext and scan",
                test -> source -> source.scan(0, Integer::sum).doOnNext(x -> {}).map(x -> test.probe()));
        return all;
    }

    static Stream<String> ways() {
        return pipelines().keySet().stream();
    }

    private Function<Flux<Integer>, Flux<String>> pipeline(String way) {
        Function<ReactorHopTest, Function<Flux<Integer>, Flux<String>>> made =
                pipelines().get(way);
        if (made == null) {
            throw new AssertionError(way);
        }
        return made.apply(this);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void runs_what_a_pipeline_does_in_the_scope_of_its_subscription(String way) throws Exception {
        Flux<String> flow = pipeline(way).apply(Flux.range(1, 20));
        for (int round = 0; round < 3; round++) {
            String name = "run " + round;
            assertThat(scopes.in(name, () -> flow.collectList().block()))
                    .isNotEmpty()
                    .containsOnly(name);
            assertThat(scopes.here()).isNull();
            assertThat(flow.collectList().block()).isNotEmpty().containsOnly("null");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void keeps_an_emitters_scope_away_from_its_subscribers(String way) throws Exception {
        for (@Nullable String subscriber : new @Nullable String[] {"run 1", null}) {
            Sinks.Many<Integer> sink = Sinks.many().multicast().onBackpressureBuffer();
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            scopes.in(subscriber, () -> pipeline(way).apply(sink.asFlux()).subscribe(seen::add));
            for (int i = 0; i < 4; i++) {
                int value = i;
                scopes.in("someone else", () -> sink.tryEmitNext(value));
            }
            scopes.in("someone else", sink::tryEmitComplete);
            for (int i = 0; i < 4; i++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(String.valueOf(subscriber));
            }
        }
    }

    @Test
    void gives_each_subscriber_of_what_is_shared_its_own_scope() throws Exception {
        Sinks.Many<Integer> sink = Sinks.many().multicast().directBestEffort();
        for (Flux<Integer> shared : List.of(
                sink.asFlux().share(),
                sink.asFlux().replay(1).refCount(),
                sink.asFlux().publish().autoConnect())) {
            BlockingQueue<String> first = new LinkedBlockingQueue<>();
            BlockingQueue<String> second = new LinkedBlockingQueue<>();
            BlockingQueue<String> nobodys = new LinkedBlockingQueue<>();
            scopes.in("run 1", () -> shared.map(x -> probe()).subscribe(first::add));
            scopes.in("run 2", () -> shared.map(x -> probe()).subscribe(second::add));
            shared.subscribe(x -> nobodys.add(probe()));
            scopes.in("someone else", () -> sink.tryEmitNext(1));
            assertThat(first).containsExactly("run 1");
            assertThat(second).containsExactly("run 2");
            assertThat(nobodys).containsExactly("null");
        }
    }

    @Test
    void gives_each_subscriber_of_a_cached_value_its_own_scope() throws Exception {
        Sinks.One<Integer> sink = Sinks.one();
        Mono<Integer> cached = sink.asMono().cache();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        scopes.in("run 1", () -> cached.subscribe(x -> seen.add(probe())));
        scopes.in("run 2", () -> cached.map(x -> probe()).subscribe(seen::add));
        cached.subscribe(x -> seen.add(probe()));
        scopes.in("someone else", () -> sink.tryEmitValue(1));
        assertThat(seen).containsExactly("run 1", "run 2", "null");
    }

    @ParameterizedTest(name = "prefetch {0}")
    @ValueSource(ints = {0, 1, 8})
    void lets_a_source_work_in_the_scope_of_its_subscriber_whoever_asks_for_more(int prefetch) throws Exception {
        Flux<String> source = Flux.generate(sink -> sink.next(probe()));
        Flux<String> asked = prefetch == 0 ? source : source.publishOn(Schedulers.immediate(), prefetch);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Asks later.
            }

            @Override
            protected void hookOnNext(String value) {
                seen.add(value);
            }
        };
        scopes.in("run 1", () -> {
            asked.subscribe((Subscriber<String>) subscriber);
            return null;
        });
        scopes.in("someone else", () -> {
            subscriber.request(5);
            return null;
        });
        subscriber.cancel();
        assertThat(seen).hasSize(5).containsOnly("run 1");
    }

    /** As another library makes one: it is no source of Reactor's own. */
    private static final class Foreign extends Mono<Integer> {
        private final CompletableFuture<Integer> value;

        Foreign(CompletableFuture<Integer> value) {
            this.value = value;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> actual) {
            Operators.DeferredSubscription none = new Operators.DeferredSubscription();
            actual.onSubscribe(none);
            Object unused = value.thenAccept(x -> {
                actual.onNext(x);
                actual.onComplete();
            });
        }
    }

    @Test
    void takes_the_scope_past_a_source_of_another_library() throws Exception {
        CompletableFuture<Integer> value = new CompletableFuture<>();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        scopes.in("run 1", () -> new Foreign(value).map(x -> probe()).subscribe(seen::add));
        scopes.in("run 2", () -> new Foreign(value).subscribe(x -> seen.add(probe())));
        scopes.in("run 3", () -> Mono.from(new Foreign(value)).flux().subscribe(x -> seen.add(probe())));
        value.complete(1);
        assertThat(seen).containsExactlyInAnyOrder("run 1", "run 2", "run 3");
    }

    @Test
    void takes_the_scope_to_an_executor_that_nobody_knows() throws Exception {
        BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        Executor handMade = queue::add;
        CompletableFuture<String> seen = new CompletableFuture<>();
        scopes.in(
                "run 1",
                () -> Mono.fromCallable(this::probe)
                        .subscribeOn(Schedulers.fromExecutor(handMade))
                        .subscribe(seen::complete));
        Runnable task = queue.poll(20, TimeUnit.SECONDS);
        if (task == null) {
            throw new AssertionError("nothing was executed");
        }
        task.run();
        assertThat(seen).isCompletedWithValue("run 1");
        assertThat(scopes.here()).isNull();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void never_crosses_pipelines_that_share_one_thread(long seed) throws Exception {
        Scheduler one = Schedulers.newSingle("shared");
        ExecutorService drivers = Executors.newFixedThreadPool(2);
        try {
            List<String> ways = ways().toList();
            List<CompletableFuture<List<String>>> all = new ArrayList<>();
            for (String name : List.of("run 1", "run 2")) {
                Random random = new Random(seed + name.hashCode());
                CompletableFuture<List<String>> done = new CompletableFuture<>();
                all.add(done);
                drivers.execute(() -> {
                    try {
                        List<String> seen = new ArrayList<>();
                        for (int i = 0; i < 40; i++) {
                            Flux<Integer> source = Flux.range(0, 5).publishOn(one);
                            String way = ways.get(random.nextInt(ways.size()));
                            seen.addAll(scopes.in(
                                    name,
                                    () -> pipeline(way)
                                            .apply(source)
                                            .collectList()
                                            .blockOptional()
                                            .orElse(List.of())));
                        }
                        done.complete(seen);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                });
            }
            assertThat(all.get(0).get(40, TimeUnit.SECONDS)).isNotEmpty().containsOnly("run 1");
            assertThat(all.get(1).get(40, TimeUnit.SECONDS)).isNotEmpty().containsOnly("run 2");
        } finally {
            drivers.shutdownNow();
            one.dispose();
        }
    }

    private static Mono<String> failing(int times) {
        AtomicInteger tries = new AtomicInteger();
        return Mono.fromCallable(() -> {
            if (tries.getAndIncrement() < times) {
                throw new IllegalStateException("not yet");
            }
            return "done";
        });
    }

    @Test
    void opens_a_run_for_a_retried_subscription_and_an_attempt_for_each_try() {
        for (Mono<String> retried : List.of(
                failing(1).retry(1),
                failing(1).flux().retry(3).next(),
                failing(1).retryWhen(Retry.fixedDelay(3, Duration.ofMillis(1))),
                failing(1).flux().retryWhen(Retry.max(1)).single())) {
            scopes.steps.clear();
            assertThat(retried.block()).isEqualTo("done");
            assertThat(scopes.steps)
                    .filteredOn(step -> !step.startsWith("left"))
                    .containsExactly("run reactor", "attempt reactor", "attempt reactor");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(scopes.steps)
                            .filteredOn(step -> step.startsWith("left"))
                            .containsExactlyInAnyOrder(
                                    "left run reactor", "left attempt reactor", "left attempt reactor"));
        }
    }

    @Test
    void ends_the_run_when_the_last_try_fails_or_its_subscriber_cancels() {
        assertThat(failing(9).retry(2).onErrorReturn("gave up").block()).isEqualTo("gave up");
        assertThat(scopes.steps)
                .containsOnlyOnce("left run reactor")
                .filteredOn("attempt reactor"::equals)
                .hasSize(3);
        scopes.steps.clear();
        Mono.never().retry(1).subscribe().dispose();
        assertThat(scopes.steps)
                .containsExactly("run reactor", "attempt reactor", "left attempt reactor", "left run reactor");
    }
}
