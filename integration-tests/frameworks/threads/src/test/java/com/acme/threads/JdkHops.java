// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** What the JDK has. */
// What came of the work is told by the work.
@SuppressWarnings("FutureReturnValueIgnored")
final class JdkHops {

    private static final int VIRTUAL = 21;
    private static final int STRUCTURED = 25;
    private static final int PARTS = 8;

    private JdkHops() {}

    static List<Hop> all() {
        List<Hop> all = new ArrayList<>();
        pools(all);
        stages(all);
        forkJoin(all);
        timers(all);
        if (Runtime.version().feature() >= VIRTUAL) {
            virtual(all);
        }
        if (Runtime.version().feature() >= STRUCTURED) {
            all.add(Hop.waiting("StructuredTaskScope.fork", (work, elsewhere) -> structured(work)));
        }
        return all;
    }

    /** Threads of which nobody can tell whether they are for one piece of work or for many. */
    static List<Hop> bare() throws Exception {
        List<Hop> all = new ArrayList<>();
        all.add(Hop.loose("new Thread(work).start()", (work, elsewhere) -> new Thread(work).start()));
        all.add(Hop.loose(
                "subclass of Thread",
                (work, elsewhere) -> new Thread() {
                    @Override
                    public void run() {
                        work.run();
                    }
                }.start()));
        if (Runtime.version().feature() >= VIRTUAL) {
            all.add(Hop.loose(
                    "Thread.ofVirtual().unstarted(work)",
                    (work, elsewhere) -> ((Thread) builder("unstarted", Runnable.class, work)).start()));
            ThreadFactory factory = (ThreadFactory) builder("factory", null, null);
            all.add(Hop.loose(
                    "Thread.ofVirtual().factory()",
                    (work, elsewhere) -> factory.newThread(work).start()));
        }
        return all;
    }

    private static void pools(List<Hop> all) {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService fixed = Executors.newFixedThreadPool(1);
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
        all.add(Hop.pooled("ExecutorService.submit", (work, elsewhere) -> pool.submit((Callable<String>) work)));
        all.add(Hop.pooled("ExecutorService.execute", (work, elsewhere) -> fixed.execute(work)));
        all.add(Hop.waiting("ExecutorService.invokeAll", (work, elsewhere) -> pool.invokeAll(List.of(work))));
        all.add(Hop.waiting("ExecutorService.invokeAny", (work, elsewhere) -> pool.invokeAny(List.of(work))));
        all.add(Hop.pooled(
                "ExecutorCompletionService",
                (work, elsewhere) -> new ExecutorCompletionService<String>(pool).submit(work)));
        all.add(Hop.pooled(
                "ScheduledExecutorService.schedule",
                (work, elsewhere) -> scheduled.schedule((Runnable) work, 1, TimeUnit.MILLISECONDS)));
        all.add(Hop.pooled("ScheduledExecutorService.scheduleAtFixedRate", (work, elsewhere) -> {
            AtomicBoolean first = new AtomicBoolean(true);
            scheduled.scheduleAtFixedRate(
                    () -> {
                        if (first.getAndSet(false)) {
                            work.run();
                        }
                    },
                    1,
                    1_000_000,
                    TimeUnit.MILLISECONDS);
        }));
    }

    private static void stages(List<Hop> all) {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        all.add(Hop.pooled(
                "CompletableFuture.supplyAsync", (work, elsewhere) -> CompletableFuture.supplyAsync(work, pool)));
        all.add(Hop.pooled("CompletableFuture.thenApplyAsync", (work, elsewhere) -> {
            CompletableFuture<String> source = new CompletableFuture<>();
            source.thenApplyAsync(x -> work.call(), pool);
            elsewhere.run(() -> source.complete("x"));
        }));
        all.add(Hop.loose("CompletableFuture.thenApply, completed by another caller", (work, elsewhere) -> {
            CompletableFuture<String> source = new CompletableFuture<>();
            source.thenApply(x -> work.call());
            elsewhere.run(() -> source.complete("x"));
        }));
        all.add(Hop.loose("CompletableFuture.allOf, completed by another caller", (work, elsewhere) -> {
            CompletableFuture<String> one = new CompletableFuture<>();
            CompletableFuture<String> two = new CompletableFuture<>();
            CompletableFuture.allOf(one, two).thenRun(work);
            elsewhere.run(() -> one.complete("x"));
            elsewhere.run(() -> two.complete("x"));
        }));
        Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, pool);
        all.add(Hop.pooled("CompletableFuture.delayedExecutor", (work, elsewhere) -> later.execute(work)));
        all.add(Hop.loose(
                "CompletableFuture.completeOnTimeout",
                (work, elsewhere) -> new CompletableFuture<String>()
                        .completeOnTimeout("x", 200, TimeUnit.MILLISECONDS)
                        .thenAccept(x -> work.run())));
    }

    private static void forkJoin(List<Hop> all) {
        ForkJoinPool pool = new ForkJoinPool(2);
        all.add(Hop.loose("ForkJoinPool.submit", (work, elsewhere) -> pool.submit((Callable<String>) work)));
        all.add(Hop.loose(
                "RecursiveAction",
                (work, elsewhere) -> pool.execute(new RecursiveAction() {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected void compute() {
                        work.run();
                    }
                })));
        all.add(Hop.waiting(
                "parallel stream",
                (work, elsewhere) -> IntStream.range(0, PARTS).parallel().forEach(i -> work.part(i, PARTS))));
    }

    private static void timers(List<Hop> all) {
        Timer timer = new Timer("timer", true);
        all.add(Hop.pooled("Timer.schedule", (work, elsewhere) -> timer.schedule(task(work), 1)));
        all.add(Hop.pooled("Timer.schedule, repeated", (work, elsewhere) -> timer.schedule(task(work), 1, 1_000_000)));
    }

    private static TimerTask task(Work work) {
        return new TimerTask() {
            @Override
            public void run() {
                work.run();
            }
        };
    }

    private static void virtual(List<Hop> all) {
        all.add(Hop.loose("Executors.newVirtualThreadPerTaskExecutor", (work, elsewhere) -> {
            ExecutorService each = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            each.execute(work);
        }));
        all.add(Hop.loose(
                "Thread.startVirtualThread",
                (work, elsewhere) -> Thread.class
                        .getMethod("startVirtualThread", Runnable.class)
                        .invoke(null, work)));
        all.add(Hop.loose(
                "Thread.ofVirtual().start(work)", (work, elsewhere) -> builder("start", Runnable.class, work)));
    }

    private static Object builder(String method, Class<?> parameter, Object argument) throws Exception {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        return parameter == null
                ? type.getMethod(method).invoke(builder)
                : type.getMethod(method, parameter).invoke(builder, argument);
    }

    /** Still a preview, which a class file may name only if it runs on no other version. */
    private static void structured(Work work) throws Exception {
        Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
        Object scope = type.getMethod("open").invoke(null);
        try {
            type.getMethod("fork", Callable.class).invoke(scope, work);
            type.getMethod("join").invoke(scope);
        } finally {
            type.getMethod("close").invoke(scope);
        }
    }
}
