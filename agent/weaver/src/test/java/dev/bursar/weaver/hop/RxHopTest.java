// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.hop.rx.RxJavaHook;
import dev.bursar.weaver.testing.RecordingGate;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever thread RxJava does a subscriber's work on, it is done in the subscriber's scope. */
@Timeout(60)
class RxHopTest {

    /** A thread of no executor that the agent knows. */
    private static final Scheduler PLAIN = Schedulers.from(work -> new Thread(work, "plain").start());

    private static final CompositeDisposable SUBSCRIBED = new CompositeDisposable();

    private static @Nullable WovenJvm jvm;

    private final ThreadScopes scopes = new ThreadScopes();

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
        RecordingGate.installed().reset().identity(scopes);
    }

    @AfterEach
    void close() {
        List<String> alarms = List.copyOf(RecordingGate.installed().alarms());
        RecordingGate.installed().reset();
        SUBSCRIBED.clear();
        assertThat(alarms).isEmpty();
    }

    private String probe() {
        return String.valueOf(scopes.here());
    }

    /** Subscribes, and answers what the probe saw on whatever thread it ran. */
    private interface Work {
        Flowable<String> of(Callable<String> probe);
    }

    private static Map<String, Work> ways() {
        Map<String, Work> all = new LinkedHashMap<>();
        for (Map.Entry<String, Scheduler> each : schedulers().entrySet()) {
            Scheduler on = each.getValue();
            all.put(
                    "subscribeOn " + each.getKey(),
                    probe -> Flowable.fromCallable(probe).subscribeOn(on));
            all.put(
                    "observeOn " + each.getKey(),
                    probe -> Flowable.just(1).observeOn(on).map(one -> probe.call()));
            all.put(
                    "delay " + each.getKey(),
                    probe ->
                            Flowable.just(1).delay(1, TimeUnit.MILLISECONDS, on).map(one -> probe.call()));
            all.put(
                    "timer " + each.getKey(),
                    probe -> Flowable.timer(1, TimeUnit.MILLISECONDS, on).map(one -> probe.call()));
            all.put(
                    "interval " + each.getKey(),
                    probe -> Flowable.interval(1, TimeUnit.MILLISECONDS, on)
                            .take(2)
                            .map(one -> probe.call()));
            all.put("direct " + each.getKey(), probe -> Flowable.fromFuture(answered(probe, on::scheduleDirect)));
            all.put(
                    "worker " + each.getKey(),
                    probe -> Flowable.fromFuture(
                            answered(probe, work -> on.createWorker().schedule(work))));
            all.put(
                    "delayed worker " + each.getKey(),
                    probe -> Flowable.fromFuture(
                            answered(probe, work -> on.createWorker().schedule(work, 1, TimeUnit.MILLISECONDS))));
        }
        Scheduler io = Schedulers.io();
        all.put(
                "single",
                probe -> Single.fromCallable(probe)
                        .subscribeOn(io)
                        .observeOn(PLAIN)
                        .map(x -> x)
                        .toFlowable());
        all.put(
                "single observed",
                probe -> Single.just(1).observeOn(io).map(one -> probe.call()).toFlowable());
        all.put(
                "maybe",
                probe -> Maybe.defer(() -> Maybe.just(probe.call()))
                        .subscribeOn(io)
                        .toFlowable());
        all.put(
                "maybe observed",
                probe -> Maybe.just(1).observeOn(io).map(one -> probe.call()).toFlowable());
        all.put(
                "completable",
                probe -> Completable.complete()
                        .subscribeOn(PLAIN)
                        .andThen(Flowable.defer(() -> Flowable.just(probe.call()))));
        all.put(
                "completable observed",
                probe -> Completable.complete()
                        .observeOn(io)
                        .toSingle(probe::call)
                        .toFlowable());
        all.put(
                "observable",
                probe -> Observable.fromCallable(probe).subscribeOn(io).toFlowable(BackpressureStrategy.BUFFER));
        all.put(
                "observable observed",
                probe -> Observable.just(1)
                        .observeOn(io)
                        .map(one -> probe.call())
                        .toFlowable(BackpressureStrategy.BUFFER));
        all.put(
                "flatMap",
                probe -> Flowable.range(0, 8)
                        .flatMap(i -> Flowable.fromCallable(probe).subscribeOn(io), 4));
        all.put(
                "concatMapEager",
                probe -> Flowable.range(0, 8)
                        .concatMapEager(i -> Flowable.fromCallable(probe).subscribeOn(io)));
        all.put(
                "parallel",
                probe -> Flowable.range(0, 8)
                        .parallel(2)
                        .runOn(Schedulers.computation())
                        .map(i -> probe.call())
                        .sequential());
        all.put(
                "zip",
                probe -> Flowable.zip(
                        Flowable.fromCallable(probe).subscribeOn(io),
                        Flowable.timer(1, TimeUnit.MILLISECONDS),
                        (seen, tick) -> seen.equals(probe.call()) ? seen : "another"));
        all.put("retry", probe -> {
            int[] tries = {0};
            return Flowable.defer(() -> tries[0]++ == 0
                            ? Flowable.<String>error(new IllegalStateException("once"))
                            : Flowable.just(probe.call()))
                    .subscribeOn(io)
                    .retryWhen(failures -> failures.delay(1, TimeUnit.MILLISECONDS));
        });
        all.put(
                "timeout",
                probe -> Flowable.<String>never().timeout(1, TimeUnit.MILLISECONDS, Flowable.fromCallable(probe)));
        return all;
    }

    private static Map<String, Scheduler> schedulers() {
        Map<String, Scheduler> all = new LinkedHashMap<>();
        all.put("io", Schedulers.io());
        all.put("computation", Schedulers.computation());
        all.put("single", Schedulers.single());
        all.put("new thread", Schedulers.newThread());
        all.put("trampoline", Schedulers.trampoline());
        all.put("executor", PLAIN);
        return all;
    }

    static Stream<String> names() {
        return ways().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void takes_the_scope_of_the_subscription_to_the_work_and_leaves_none_behind(String name) throws Exception {
        Work work = required(ways().get(name));
        for (int round = 0; round < 3; round++) {
            String run = "run " + round;
            assertThat(seen(scopes.in(run, () -> work.of(this::probe).toList().toFuture())))
                    .isNotEmpty()
                    .containsOnly(run);
            for (int i = 0; i < 3; i++) {
                assertThat(seen(work.of(this::probe).toList().toFuture())).containsOnly("null");
            }
            assertThat(scopes.here()).isNull();
        }
        for (Scheduler each : schedulers().values()) {
            assertThat(Single.fromCallable(this::probe).subscribeOn(each).blockingGet())
                    .isEqualTo("null");
        }
    }

    /** Subscribes to a source, and answers how to make that speak, on the thread that does so. */
    private interface Hot {
        Runnable subscribe(Runnable probe);
    }

    private static Map<String, Hot> sources() {
        Map<String, Hot> all = new LinkedHashMap<>();
        all.put("processor", probe -> {
            PublishProcessor<String> source = PublishProcessor.create();
            SUBSCRIBED.add(source.subscribe(value -> probe.run()));
            return () -> source.onNext("x");
        });
        all.put("processor, observed on a scheduler", probe -> {
            PublishProcessor<String> source = PublishProcessor.create();
            SUBSCRIBED.add(source.observeOn(Schedulers.computation()).subscribe(value -> probe.run()));
            return () -> source.onNext("x");
        });
        all.put("processor, failing", probe -> {
            PublishProcessor<String> source = PublishProcessor.create();
            SUBSCRIBED.add(source.subscribe(value -> {}, failure -> probe.run()));
            return () -> source.onError(new IllegalStateException("no"));
        });
        all.put("processor, merged", probe -> {
            PublishProcessor<String> source = PublishProcessor.create();
            SUBSCRIBED.add(source.flatMap(value -> Flowable.fromRunnable(probe)).subscribe());
            return () -> source.onNext("x");
        });
        all.put("subject", probe -> {
            PublishSubject<String> source = PublishSubject.create();
            SUBSCRIBED.add(source.map(value -> value + value).subscribe(value -> probe.run()));
            return () -> source.onNext("x");
        });
        all.put("subject, completing", probe -> {
            PublishSubject<String> source = PublishSubject.create();
            SUBSCRIBED.add(source.subscribe(value -> {}, failure -> {}, probe::run));
            return source::onComplete;
        });
        all.put("single", probe -> {
            SingleSubject<String> source = SingleSubject.create();
            SUBSCRIBED.add(source.subscribe(value -> probe.run()));
            return () -> source.onSuccess("x");
        });
        all.put("maybe", probe -> {
            MaybeSubject<String> source = MaybeSubject.create();
            SUBSCRIBED.add(source.subscribe(value -> {}, failure -> {}, probe::run));
            return source::onComplete;
        });
        all.put("completable", probe -> {
            CompletableSubject source = CompletableSubject.create();
            SUBSCRIBED.add(source.observeOn(Schedulers.single()).subscribe(probe::run));
            return source::onComplete;
        });
        all.put("emitter", probe -> {
            CompletableFuture<Runnable> speak = new CompletableFuture<>();
            SUBSCRIBED.add(Observable.<String>create(emitter -> speak.complete(() -> emitter.onNext("x")))
                    .subscribe(value -> probe.run()));
            return speak.join();
        });
        return all;
    }

    static Stream<String> hot() {
        return sources().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hot")
    void takes_the_scope_of_the_subscription_to_whatever_thread_makes_the_source_speak(String name) throws Exception {
        Hot source = required(sources().get(name));
        CompletableFuture<String> seen = new CompletableFuture<>();
        Runnable speak = scopes.in("run 1", () -> source.subscribe(() -> seen.complete(probe())));
        CompletableFuture<String> after = new CompletableFuture<>();
        Thread speaking = new Thread(() -> {
            try {
                scopes.in("someone else", () -> {
                    speak.run();
                    return null;
                });
                after.complete(probe());
            } catch (Exception e) {
                after.completeExceptionally(e);
            }
        });
        speaking.start();
        assertThat(Submissions.get(seen)).isEqualTo("run 1");
        assertThat(Submissions.get(after)).isEqualTo("null");
    }

    @Test
    void tells_the_tasks_apart_that_one_thread_takes_from_a_queue() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            for (Scheduler scheduler : List.of(PLAIN, Schedulers.from(one), Schedulers.from(one, false, true))) {
                Scheduler.Worker shared = scheduler.createWorker();
                CountDownLatch queued = new CountDownLatch(1);
                Callable<String> waiting = () -> {
                    queued.await(20, TimeUnit.SECONDS);
                    return probe();
                };
                Future<String> first = scopes.in("run 1", () -> answered(waiting, shared::schedule));
                Future<String> second = scopes.in("run 2", () -> answered(this::probe, shared::schedule));
                Future<String> nobodys = answered(this::probe, shared::schedule);
                queued.countDown();
                assertThat(Submissions.get(first)).isEqualTo("run 1");
                assertThat(Submissions.get(second)).isEqualTo("run 2");
                assertThat(Submissions.get(nobodys)).isEqualTo("null");
            }
        } finally {
            one.shutdownNow();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void never_crosses_two_runs_on_the_same_schedulers(long seed) throws Exception {
        List<Work> all = List.copyOf(ways().values());
        ExecutorService drivers = Executors.newFixedThreadPool(2);
        try {
            List<Callable<List<String>>> runs = new ArrayList<>();
            for (String name : List.of("run 1", "run 2")) {
                Random random = new Random(seed + name.hashCode());
                runs.add(() -> scopes.in(
                        name,
                        () -> Flowable.range(0, 200)
                                .flatMap(
                                        i -> all.get(random.nextInt(all.size())).of(this::probe))
                                .toList()
                                .blockingGet()));
            }
            List<Future<List<String>>> done = drivers.invokeAll(runs);
            assertThat(done.get(0).get(30, TimeUnit.SECONDS))
                    .hasSizeGreaterThanOrEqualTo(200)
                    .containsOnly("run 1");
            assertThat(done.get(1).get(30, TimeUnit.SECONDS))
                    .hasSizeGreaterThanOrEqualTo(200)
                    .containsOnly("run 2");
        } finally {
            drivers.shutdownNow();
        }
    }

    @Test
    void keeps_operators_fused() throws Exception {
        List<Integer> values = scopes.in(
                "run 1",
                () -> Flowable.range(0, 1_000)
                        .map(i -> i + 1)
                        .filter(i -> i % 2 == 0)
                        .observeOn(Schedulers.computation())
                        .concatMap(i -> Flowable.just(i).hide())
                        .observeOn(Schedulers.io(), false, 16)
                        .toList()
                        .blockingGet());
        assertThat(values).hasSize(500).startsWith(2, 4).endsWith(1_000);
    }

    private interface Handing {
        Object hand(Runnable work);
    }

    private static CompletableFuture<String> answered(Callable<String> probe, Handing handing) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Object handed = handing.hand(() -> {
            try {
                answer.complete(probe.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        assertThat(handed).isNotNull();
        return answer;
    }

    private static List<String> seen(Future<List<String>> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new AssertionError();
        }
        return value;
    }
}
