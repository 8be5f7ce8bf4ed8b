// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.util.ArrayList;
import java.util.List;

/**
 * The places where the JDK takes work to be run on another thread, or later on this one.
 *
 * <p>Where the work is a function, it is replaced by one that carries the scope; a {@code FutureTask} or a stage stays the object it is. Where
 * a fork-join task is the work itself, its scope is remembered beside it until it runs. Without one of these joints work is nobody's and its
 * calls are refused, so nothing here needs to refuse.
 */
public final class HopHook implements Hook {

    private static final String CONCURRENT = "java.util.concurrent.";
    private static final String FUTURE = CONCURRENT + "CompletableFuture$";
    private static final String STAGE = "Ljava/util/concurrent/CompletableFuture;";
    private static final String EXECUTOR = "Ljava/util/concurrent/Executor;";
    private static final String TASK = "Ljava/util/concurrent/ForkJoinTask;";
    private static final String RUNNABLE = "Ljava/lang/Runnable;";
    private static final String CALLABLE = "Ljava/util/concurrent/Callable;";
    private static final String ANY = "Ljava/lang/Object;";

    /** The first version with virtual threads. */
    private static final int VIRTUAL = 21;

    private final List<Joint> joints;

    /** For the JDK this runs on. Joints of classes that a version lacks are never met. */
    public HopHook() {
        List<Joint> all = new ArrayList<>();
        executors(all);
        stages(all);
        forkJoin(all);
        timers(all);
        all.add(joint("java.lang.Thread", "start", "", ThreadAdvice.Start.class));
        if (Runtime.version().feature() >= VIRTUAL) {
            virtualThreads(all);
        }
        joints = List.copyOf(all);
    }

    @Override
    public String name() {
        return "java.util.concurrent";
    }

    @Override
    public List<Joint> joints() {
        return joints;
    }

    @Override
    public boolean enforces() {
        return false;
    }

    private static void executors(List<Joint> all) {
        String futureTask = CONCURRENT + "FutureTask";
        all.add(made(futureTask, CALLABLE, CarryAdvice.Callable0.class));
        all.add(made(futureTask, RUNNABLE + ANY, CarryAdvice.Runnable0.class));
        String pool = CONCURRENT + "ThreadPoolExecutor";
        all.add(joint(pool, "execute", "(" + RUNNABLE + ")V", PoolAdvice.Execute.class));
        all.add(joint(pool, "shutdownNow", "()Ljava/util/List;", PoolAdvice.ShutdownNow.class));
        all.add(joint(pool, "remove", "(" + RUNNABLE + ")Z", PoolAdvice.Remove.class));
    }

    private static void stages(List<Joint> all) {
        all.add(made(FUTURE + "AsyncRun", STAGE + RUNNABLE, CarryAdvice.Runnable1.class));
        all.add(made(FUTURE + "AsyncSupply", STAGE + function("Supplier"), CarryAdvice.Supplier1.class));
        one(all, "UniRun", RUNNABLE, CarryAdvice.Runnable3.class);
        one(all, "UniApply", function("Function"), CarryAdvice.Function3.class);
        one(all, "UniCompose", function("Function"), CarryAdvice.Function3.class);
        one(all, "UniExceptionally", function("Function"), CarryAdvice.Function3.class);
        one(all, "UniComposeExceptionally", function("Function"), CarryAdvice.Function3.class);
        one(all, "UniAccept", function("Consumer"), CarryAdvice.Consumer3.class);
        one(all, "UniHandle", function("BiFunction"), CarryAdvice.BiFunction3.class);
        one(all, "UniWhenComplete", function("BiConsumer"), CarryAdvice.BiConsumer3.class);
        two(all, "BiRun", RUNNABLE, CarryAdvice.Runnable4.class);
        two(all, "BiApply", function("BiFunction"), CarryAdvice.BiFunction4.class);
        two(all, "BiAccept", function("BiConsumer"), CarryAdvice.BiConsumer4.class);
        two(all, "OrRun", RUNNABLE, CarryAdvice.Runnable4.class);
        two(all, "OrApply", function("Function"), CarryAdvice.Function4.class);
        two(all, "OrAccept", function("Consumer"), CarryAdvice.Consumer4.class);
    }

    private static void forkJoin(List<Joint> all) {
        String task = CONCURRENT + "ForkJoinTask";
        String pool = CONCURRENT + "ForkJoinPool";
        boolean later = Runtime.version().feature() >= VIRTUAL;
        all.add(joint(task, "fork", "()" + TASK, ForkAdvice.Fork.class));
        all.add(joint(task, "doExec", "", ForkAdvice.Run.class));
        all.add(joint(pool, "invoke", "(" + TASK + ")" + ANY, ForkAdvice.Submit.class));
        all.add(joint(pool, "execute", "(" + TASK + ")V", ForkAdvice.Submit.class));
        all.add(joint(pool, "submit", "(" + TASK + ")" + TASK, ForkAdvice.Submit.class));
        for (String help : List.of("helpJoin", "helpComplete", "helpQuiescePool", "helpAsyncBlocker")) {
            all.add(joint(pool, help, "", ForkAdvice.Help.class));
        }
        if (later) {
            all.add(joint(pool, "externalSubmit", "(" + TASK + ")" + TASK, ForkAdvice.Submit.class));
            all.add(joint(pool, "lazySubmit", "(" + TASK + ")" + TASK, ForkAdvice.Submit.class));
        }
        all.add(made(task + "$AdaptedRunnable", RUNNABLE + ANY, CarryAdvice.Runnable0.class));
        all.add(made(task + "$AdaptedRunnableAction", RUNNABLE, CarryAdvice.Runnable0.class));
        all.add(made(task + "$AdaptedInterruptibleRunnable", RUNNABLE + ANY, CarryAdvice.Runnable0.class));
        all.add(made(task + "$RunnableExecuteAction", RUNNABLE, CarryAdvice.Runnable0.class));
        all.add(made(task + "$AdaptedCallable", CALLABLE, CarryAdvice.Callable0.class));
        all.add(made(task + "$AdaptedInterruptibleCallable", CALLABLE, CarryAdvice.Callable0.class));
        all.add(made(task + "$CallableWithTimeout", CALLABLE + TASK, CarryAdvice.Callable0.class));
        all.add(joint(task + "$InvokeAnyTask", "<init>", "", CarryAdvice.Callable0.class));
        all.add(joint(pool + "$InvokeAnyTask", "<init>", "", CarryAdvice.Callable1.class));
        String scheduled = CONCURRENT + "DelayScheduler$ScheduledForkJoinTask";
        String arguments = "JJZ" + RUNNABLE + CALLABLE + "Ljava/util/concurrent/ForkJoinPool;";
        all.add(made(scheduled, arguments, CarryAdvice.Runnable3.class));
        all.add(made(scheduled, arguments, CarryAdvice.Callable4.class));
    }

    private static void timers(List<Joint> all) {
        all.add(joint("java.util.Timer", "sched", "(Ljava/util/TimerTask;JJ)V", TimerAdvice.Schedule.class));
        all.add(joint("java.util.TaskQueue", "removeMin", "()V", TimerAdvice.Fire.class));
        all.add(joint("java.util.TaskQueue", "rescheduleMin", "(J)V", TimerAdvice.Fire.class));
        all.add(joint("java.util.TaskQueue", "isEmpty", "()Z", TimerAdvice.Next.class));
    }

    /**
     * Virtual threads that are started together with their work take its scope up. Those that a factory makes may be a pool's, and stay
     * nobody's, as bare threads do.
     */
    private static void virtualThreads(List<Joint> all) {
        String makes = "(" + RUNNABLE + ")Ljava/lang/Thread;";
        String builder = "java.lang.ThreadBuilders$VirtualThread";
        all.add(joint(CONCURRENT + "ThreadPerTaskExecutor", "start", makes, CarryAdvice.Runnable0.class));
        all.add(joint("java.lang.Thread", "startVirtualThread", makes, CarryAdvice.Runnable0.class));
        all.add(joint(builder + "Builder", "start", makes, CarryAdvice.Runnable0.class));
        all.add(joint(builder + "Builder", "unstarted", makes, ThreadAdvice.Made.class));
        all.add(joint(builder + "Factory", "newThread", makes, ThreadAdvice.Made.class));
        for (String subtasks : List.of("StructuredTaskScopeImpl", "StructuredTaskScope")) {
            all.add(joint(CONCURRENT + subtasks + "$SubtaskImpl", "<init>", "", CarryAdvice.Callable1.class));
        }
    }

    private static void one(List<Joint> all, String type, String function, Class<?> advice) {
        all.add(made(FUTURE + type, EXECUTOR + STAGE + STAGE + function, advice));
    }

    private static void two(List<Joint> all, String type, String function, Class<?> advice) {
        all.add(made(FUTURE + type, EXECUTOR + STAGE + STAGE + STAGE + function, advice));
    }

    private static String function(String name) {
        return "Ljava/util/function/" + name + ";";
    }

    private static Joint made(String type, String arguments, Class<?> advice) {
        return joint(type, "<init>", "(" + arguments + ")V", advice);
    }

    private static Joint joint(String type, String method, String descriptor, Class<?> advice) {
        return new Joint(type, method, descriptor, advice.getName());
    }
}
