// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Every way to hand work to another thread; each runs a probe on a service and answers what the probe saw. */
final class Submissions {

    /** Hands {@code probe} over, from the current thread, and answers its future. */
    interface Submission {
        Future<String> submit(ExecutorService on, Callable<String> probe) throws Exception;
    }

    /** Hands {@code probe} to a stage that {@code source} completes, and answers the dependent's future. */
    interface Staging {
        CompletionStage<?> stage(CompletableFuture<String> source, Runnable probe, Executor on);
    }

    private Submissions() {}

    static Map<String, Supplier<ExecutorService>> pools() {
        Map<String, Supplier<ExecutorService>> all = new LinkedHashMap<>();
        all.put("fixed pool", () -> Executors.newFixedThreadPool(2));
        all.put("cached pool", Executors::newCachedThreadPool);
        all.put("single thread", Executors::newSingleThreadExecutor);
        all.put("scheduled pool", () -> Executors.newScheduledThreadPool(2));
        all.put("fork-join pool", () -> new ForkJoinPool(2));
        all.put("work stealing", () -> Executors.newWorkStealingPool(2));
        if (Runtime.version().feature() >= 21) {
            all.put("virtual threads", Submissions::virtualThreads);
        }
        return all;
    }

    static Map<String, Submission> ways() {
        Map<String, Submission> all = new LinkedHashMap<>();
        all.put("submit callable", (on, probe) -> on.submit(probe));
        all.put("submit runnable", (on, probe) -> answered(answer -> on.submit(into(answer, probe))));
        all.put("submit runnable with result", (on, probe) -> answered(answer -> on.submit(into(answer, probe), "x")));
        all.put("execute lambda", (on, probe) -> answered(answer -> on.execute(into(answer, probe))));
        all.put("execute object", (on, probe) -> answered(answer -> on.execute(new Named(into(answer, probe)))));
        all.put("execute future task", (on, probe) -> {
            FutureTask<String> task = new FutureTask<>(probe);
            on.execute(task);
            return task;
        });
        all.put("invoke all", (on, probe) -> on.invokeAll(List.of(probe)).get(0));
        all.put("invoke any", (on, probe) -> CompletableFuture.completedFuture(on.invokeAny(List.of(probe))));
        all.put("completion service", (on, probe) -> {
            ExecutorCompletionService<String> service = new ExecutorCompletionService<>(on);
            service.submit(probe);
            return service.take();
        });
        all.put("supply async", (on, probe) -> CompletableFuture.supplyAsync(supplier(probe), on));
        all.put("run async", (on, probe) -> answered(answer -> CompletableFuture.runAsync(into(answer, probe), on)));
        all.put(
                "delayed executor",
                (on, probe) -> CompletableFuture.supplyAsync(
                        supplier(probe), CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, on)));
        all.put(
                "delayed executor, execute",
                (on, probe) -> answered(answer -> CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, on)
                        .execute(into(answer, probe))));
        all.put("complete async", (on, probe) -> new CompletableFuture<String>().completeAsync(supplier(probe), on));
        all.put("schedule", (on, probe) -> scheduled(on).schedule(probe, 1, TimeUnit.MILLISECONDS));
        all.put(
                "schedule runnable",
                (on, probe) ->
                        answered(answer -> scheduled(on).schedule(into(answer, probe), 1, TimeUnit.MILLISECONDS)));
        all.put(
                "fixed rate",
                (on, probe) -> answered(answer -> {
                    Future<?> task =
                            scheduled(on).scheduleAtFixedRate(into(answer, probe), 1, 1, TimeUnit.MILLISECONDS);
                    answer.whenComplete((value, failure) -> task.cancel(false));
                }));
        all.put("recursive task", (on, probe) -> forkJoin(on).submit(task(probe)));
        all.put("recursive task executed", (on, probe) -> {
            ForkJoinTask<String> task = task(probe);
            forkJoin(on).execute(task);
            return task;
        });
        all.put(
                "recursive task invoked",
                (on, probe) -> CompletableFuture.completedFuture(forkJoin(on).invoke(task(probe))));
        all.put(
                "forked inside",
                (on, probe) -> forkJoin(on).submit(new RecursiveTask<String>() {
                    @Override
                    protected String compute() {
                        ForkJoinTask<String> forked = task(probe).fork();
                        ForkJoinTask<String> other = task(probe).fork();
                        return other.join().equals(forked.join()) ? forked.join() : "they differ";
                    }
                }));
        all.put("adapted callable", (on, probe) -> forkJoin(on).submit(ForkJoinTask.adapt(probe)));
        all.put(
                "adapted runnable",
                (on, probe) -> answered(answer -> forkJoin(on).submit(ForkJoinTask.adapt(into(answer, probe)))));
        all.put(
                "counted completer",
                (on, probe) -> answered(answer -> forkJoin(on).submit(new Counted(answer, probe))));
        all.put(
                "parallel stream",
                (on, probe) -> forkJoin(on)
                        .submit(() -> IntStream.range(0, 64)
                                .parallel()
                                .mapToObj(i -> call(probe))
                                .reduce((a, b) -> a.equals(b) ? a : "they differ")
                                .orElse("none")));
        if (Runtime.version().feature() >= 21) {
            all.put("start virtual thread", (on, probe) -> answered(answer -> startVirtualThread(into(answer, probe))));
            all.put("virtual thread builder", (on, probe) -> answered(answer -> buildVirtual(into(answer, probe))));
        }
        return all;
    }

    static Map<String, Staging> stages() {
        Map<String, Staging> all = new LinkedHashMap<>();
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> done = CompletableFuture.completedFuture("other");
        all.put("thenRun", (s, p, on) -> s.thenRun(p));
        all.put("thenRunAsync", (s, p, on) -> s.thenRunAsync(p, on));
        all.put("thenApply", (s, p, on) -> s.thenApply(x -> ran(p)));
        all.put("thenApplyAsync", (s, p, on) -> s.thenApplyAsync(x -> ran(p), on));
        all.put("thenAccept", (s, p, on) -> s.thenAccept(x -> p.run()));
        all.put("thenAcceptAsync", (s, p, on) -> s.thenAcceptAsync(x -> p.run(), on));
        all.put("thenCompose", (s, p, on) -> s.thenCompose(x -> CompletableFuture.completedFuture(ran(p))));
        all.put("handle", (s, p, on) -> s.handle((x, e) -> ran(p)));
        all.put("handleAsync", (s, p, on) -> s.handleAsync((x, e) -> ran(p), on));
        all.put("whenComplete", (s, p, on) -> s.whenComplete((x, e) -> p.run()));
        all.put("exceptionally", (s, p, on) -> failed(s).exceptionally(e -> ran(p)));
        all.put(
                "exceptionallyCompose",
                (s, p, on) -> failed(s).exceptionallyCompose(e -> CompletableFuture.completedFuture(ran(p))));
        all.put("thenCombine", (s, p, on) -> s.thenCombine(done, (x, y) -> ran(p)));
        all.put("thenCombineAsync", (s, p, on) -> done.thenCombineAsync(s, (x, y) -> ran(p), on));
        all.put("thenAcceptBoth", (s, p, on) -> s.thenAcceptBoth(done, (x, y) -> p.run()));
        all.put("runAfterBoth", (s, p, on) -> s.runAfterBoth(done, p));
        all.put("applyToEither", (s, p, on) -> s.applyToEither(never, x -> ran(p)));
        all.put("acceptEither", (s, p, on) -> never.acceptEither(s, x -> p.run()));
        all.put("runAfterEither", (s, p, on) -> s.runAfterEitherAsync(never, p, on));
        all.put("anyOf", (s, p, on) -> CompletableFuture.anyOf(s, never).thenRun(p));
        all.put("allOf", (s, p, on) -> CompletableFuture.allOf(s, done).thenRun(p));
        all.put("copy", (s, p, on) -> s.copy().thenRun(p));
        return all;
    }

    /** Whether a way exists for a service. */
    static boolean fits(String way, ExecutorService on) {
        boolean forkJoin = way.contains("recursive")
                || way.contains("forked")
                || way.contains("adapted")
                || way.contains("counted")
                || way.contains("parallel");
        boolean scheduled = way.startsWith("schedule") || way.equals("fixed rate");
        return (!forkJoin || on instanceof ForkJoinPool) && (!scheduled || on instanceof ScheduledExecutorService);
    }

    private static CompletableFuture<String> failed(CompletableFuture<String> source) {
        CompletableFuture<String> failed = new CompletableFuture<>();
        source.whenComplete((x, e) -> failed.completeExceptionally(new IllegalStateException("no")));
        return failed;
    }

    private static String ran(Runnable probe) {
        probe.run();
        return "ran";
    }

    private interface Handing {
        void hand(CompletableFuture<String> answer) throws Exception;
    }

    private static Future<String> answered(Handing handing) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        handing.hand(answer);
        return answer;
    }

    private static Runnable into(CompletableFuture<String> answer, Callable<String> probe) {
        return () -> answer.complete(call(probe));
    }

    private static Supplier<String> supplier(Callable<String> probe) {
        return () -> call(probe);
    }

    private static String call(Callable<String> probe) {
        try {
            return probe.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ForkJoinTask<String> task(Callable<String> probe) {
        return new RecursiveTask<>() {
            @Override
            protected String compute() {
                return call(probe);
            }
        };
    }

    private static ScheduledExecutorService scheduled(ExecutorService on) {
        return (ScheduledExecutorService) on;
    }

    private static ForkJoinPool forkJoin(ExecutorService on) {
        return (ForkJoinPool) on;
    }

    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void startVirtualThread(Runnable work) throws ReflectiveOperationException {
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    }

    private static void buildVirtual(Runnable work) throws Exception {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Method start = Class.forName("java.lang.Thread$Builder").getMethod("start", Runnable.class);
        start.invoke(builder, work);
    }

    private record Named(Runnable work) implements Runnable {
        @Override
        public void run() {
            work.run();
        }
    }

    private static final class Counted extends CountedCompleter<Void> {
        private final CompletableFuture<String> answer;
        private final transient Callable<String> probe;

        Counted(CompletableFuture<String> answer, Callable<String> probe) {
            this.answer = answer;
            this.probe = probe;
        }

        @Override
        public void compute() {
            new RecursiveAction() {
                @Override
                protected void compute() {
                    answer.complete(call(probe));
                }
            }.fork().join();
            tryComplete();
        }
    }

    static String get(Future<String> future) throws Exception {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
