// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.testing.RecordingGate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HopTest {

    private static @Nullable WovenJvm jvm;

    private final ThreadScopes scopes = new ThreadScopes();

    @BeforeAll
    static void weave() throws Exception {
        RecordingGate.installed().reset();
        jvm = WovenJvm.with(new HopHook());
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
        assertThat(alarms).noneMatch(alarm -> alarm.contains("not supported") || alarm.contains("could not be woven"));
    }

    static Stream<Arguments> matrix() {
        return Submissions.pools().entrySet().stream().flatMap(pool -> {
            ExecutorService example = pool.getValue().get();
            List<Arguments> fitting = Submissions.ways().entrySet().stream()
                    .filter(way -> Submissions.fits(way.getKey(), example))
                    .map(way -> Arguments.of(way.getKey(), pool.getKey()))
                    .toList();
            example.shutdownNow();
            return fitting.stream();
        });
    }

    private String probe() {
        return String.valueOf(scopes.here());
    }

    @ParameterizedTest(name = "{0} on a {1}")
    @MethodSource("matrix")
    void takes_the_scope_of_the_submission_to_the_work_and_leaves_none_behind(String way, String pool)
            throws Exception {
        Submissions.Submission submission = required(Submissions.ways().get(way));
        ExecutorService on = required(Submissions.pools().get(pool)).get();
        try {
            for (int round = 0; round < 3; round++) {
                String name = "run " + round;
                Future<String> seen = scopes.in(name, () -> submission.submit(on, this::probe));
                assertThat(Submissions.get(seen)).isEqualTo(name);
                for (int i = 0; i < 4; i++) {
                    assertThat(Submissions.get(submission.submit(on, this::probe)))
                            .isEqualTo("null");
                }
            }
            assertThat(scopes.here()).isNull();
        } finally {
            on.shutdownNow();
        }
    }

    static Stream<String> stages() {
        return Submissions.stages().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void takes_the_scope_of_a_stage_to_whatever_thread_completes_it(String name) throws Exception {
        Submissions.Staging staging = required(Submissions.stages().get(name));
        ExecutorService on = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<String> source = new CompletableFuture<>();
            CompletableFuture<String> seen = new CompletableFuture<>();
            scopes.in("run 1", () -> staging.stage(source, () -> seen.complete(probe()), on));
            CompletableFuture<String> after = new CompletableFuture<>();
            Thread completing = new Thread(() -> {
                try {
                    scopes.in("someone else", () -> source.complete("value"));
                    after.complete(probe());
                } catch (Exception e) {
                    after.completeExceptionally(e);
                }
            });
            completing.start();
            assertThat(Submissions.get(seen)).isEqualTo("run 1");
            assertThat(Submissions.get(after)).isEqualTo("null");
        } finally {
            on.shutdownNow();
        }
    }

    @Test
    void runs_a_stage_that_is_complete_already_in_the_scope_of_its_thread() throws Exception {
        assertThat(scopes.in(
                        "run 1",
                        () -> CompletableFuture.completedFuture("x")
                                .thenApply(x -> probe())
                                .get()))
                .isEqualTo("run 1");
    }

    @Test
    void does_not_lend_its_scope_to_queued_work_that_it_helps_with_while_it_waits() throws Exception {
        ForkJoinPool one = new ForkJoinPool(1);
        CountDownLatch queued = new CountDownLatch(1);
        try {
            Future<String> waiting = scopes.in(
                    "run 1",
                    () -> one.submit(() -> {
                        await(queued);
                        ForkJoinTask.helpQuiesce();
                        return probe();
                    }));
            Future<String> helped = one.submit(this::probe);
            queued.countDown();
            assertThat(Submissions.get(helped)).isEqualTo("null");
            assertThat(Submissions.get(waiting)).isEqualTo("run 1");
        } finally {
            one.shutdownNow();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void never_crosses_two_runs_that_share_a_pool_of_two_threads(long seed) throws Exception {
        for (ExecutorService on :
                List.of(Executors.newFixedThreadPool(2), new ForkJoinPool(2), Executors.newScheduledThreadPool(2))) {
            Map<String, List<String>> seen = new ConcurrentHashMap<>();
            List<Callable<Void>> runs = new ArrayList<>();
            List<Submissions.Submission> ways = Submissions.ways().entrySet().stream()
                    .filter(way -> Submissions.fits(way.getKey(), on)
                            && !way.getKey().contains("delayed")
                            && !way.getKey().contains("schedule")
                            && !way.getKey().contains("fixed rate"))
                    .map(Map.Entry::getValue)
                    .toList();
            for (String name : List.of("run 1", "run 2")) {
                Random random = new Random(seed + name.hashCode());
                runs.add(() -> scopes.in(name, () -> {
                    List<Future<String>> futures = new ArrayList<>();
                    for (int i = 0; i < 500; i++) {
                        Submissions.Submission way = ways.get(random.nextInt(ways.size()));
                        futures.add(way.submit(on, this::probe));
                    }
                    List<String> mine = Collections.synchronizedList(new ArrayList<>());
                    for (Future<String> future : futures) {
                        mine.add(Submissions.get(future));
                    }
                    seen.put(name, mine);
                    return null;
                }));
            }
            ExecutorService drivers = Executors.newFixedThreadPool(2);
            try {
                for (Future<Void> driver : drivers.invokeAll(runs)) {
                    driver.get(30, TimeUnit.SECONDS);
                }
                seen.forEach((name, mine) -> assertThat(mine).hasSize(500).containsOnly(name));
                assertThat(seen).hasSize(2);
                assertThat(on.submit(this::probe).get(10, TimeUnit.SECONDS)).isEqualTo("null");
            } finally {
                drivers.shutdownNow();
                on.shutdownNow();
            }
        }
    }

    @Test
    void gives_back_and_removes_work_as_it_was_submitted() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        CountDownLatch blocked = new CountDownLatch(1);
        Runnable waiting = () -> {};
        Runnable removed = () -> {};
        try {
            pool.execute(() -> await(blocked));
            scopes.in("run 1", () -> {
                pool.execute(waiting);
                pool.execute(removed);
                return null;
            });
            assertThat(pool.remove(removed)).isTrue();
            assertThat(pool.remove(removed)).isFalse();
            assertThat(pool.shutdownNow()).containsExactly(waiting);
        } finally {
            blocked.countDown();
            pool.shutdownNow();
        }
    }

    private record Job(int priority, Runnable body) implements Runnable {
        @Override
        public void run() {
            body.run();
        }
    }

    @Test
    void leaves_work_alone_that_a_pool_of_the_application_may_look_into_and_says_so() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(8, Comparator.comparingInt(work -> ((Job) work).priority())));
        try {
            CountDownLatch ran = new CountDownLatch(3);
            scopes.in("run 1", () -> {
                for (int i = 3; i > 0; i--) {
                    pool.execute(new Job(i, ran::countDown));
                }
                return null;
            });
            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(RecordingGate.installed().alarms())
                    .anyMatch(alarm -> alarm.contains("`" + Job.class.getName() + "`"));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void prints_carried_work_as_the_work() throws Exception {
        Callable<String> named = new Callable<>() {
            @Override
            public String call() {
                return "x";
            }

            @Override
            public String toString() {
                return "my work";
            }
        };
        Object task = scopes.in("run 1", () -> new java.util.concurrent.FutureTask<>(named));
        assertThat(task.toString()).contains("my work");
    }

    @ParameterizedTest(name = "period {0}")
    @ValueSource(longs = {0, 3})
    void runs_a_timers_task_in_the_scope_it_was_scheduled_in_and_waits_in_none(long period) throws Exception {
        Timer timer = new Timer(true);
        try {
            for (int round = 0; round < 3; round++) {
                String name = "run " + round;
                BlockingQueue<String> seen = new LinkedBlockingQueue<>();
                scopes.in(name, () -> {
                    schedule(timer, task(seen), period);
                    return null;
                });
                for (int i = 0; i < (period == 0 ? 1 : 3); i++) {
                    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
                }
                BlockingQueue<String> bare = new LinkedBlockingQueue<>();
                schedule(timer, task(bare), 0);
                assertThat(bare.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
            }
        } finally {
            timer.cancel();
        }
    }

    private TimerTask task(BlockingQueue<String> seen) {
        return new TimerTask() {
            @Override
            public void run() {
                seen.add(probe());
            }
        };
    }

    private static void schedule(Timer timer, TimerTask task, long period) {
        if (period == 0) {
            timer.schedule(task, 1);
        } else {
            timer.schedule(task, 1, period);
        }
    }

    @Test
    void tells_of_a_thread_that_is_started_and_gives_it_no_scope() throws Exception {
        CompletableFuture<String> plain = new CompletableFuture<>();
        CompletableFuture<String> own = new CompletableFuture<>();
        scopes.in("run 1", () -> {
            new Thread(() -> plain.complete(probe()), "plain").start();
            new Thread("own") {
                @Override
                public void run() {
                    own.complete(probe());
                }
            }.start();
            return null;
        });
        assertThat(Submissions.get(plain)).isEqualTo("null");
        assertThat(Submissions.get(own)).isEqualTo("null");
        assertThat(scopes.started).contains("plain in run 1", "own in run 1");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new AssertionError();
        }
        return value;
    }
}
