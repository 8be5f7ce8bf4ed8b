// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Bare work given to a thread pool. Parts of a pool that the application made may look at the work, as its own type: its queue's order, its
 * overridden methods, its handler of rejections. There only lambdas are carried, which nobody can tell from their carrier.
 */
final class Pooled {

    /** A pool of Spring's own, which gives each task to a decorator before it comes here, and then runs it as it is. */
    private static final String SPRING = "org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor$";

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Pooled() {}

    static @Nullable Runnable carry(ThreadPoolExecutor pool, @Nullable Runnable work) {
        if (work == null
                || work instanceof Carried<?>
                || work instanceof FutureTask<?>
                || work instanceof CompletableFuture.AsynchronousCompletionTask) {
            return work;
        }
        Object scope = Door.capture();
        if (scope == null) {
            return work;
        }
        if (isLambda(work.getClass()) || isPlain(pool)) {
            return new Carried.OfRunnable(work, scope);
        }
        String type = work.getClass().getName();
        if (SAID.size() < 100 && SAID.add(type)) {
            Door.alarm("`" + type + "` was executed on a `" + pool.getClass().getName()
                    + "` that may look into it, so who submitted it is not known there; submit a lambda or a Callable");
        }
        return work;
    }

    private static boolean isLambda(Class<?> type) {
        if (!type.isHidden()) {
            return false;
        }
        Class<?>[] interfaces = type.getInterfaces();
        return interfaces.length == 1 && interfaces[0] == Runnable.class;
    }

    private static boolean isPlain(ThreadPoolExecutor pool) {
        BlockingQueue<Runnable> queue = pool.getQueue();
        return (pool.getClass() == ThreadPoolExecutor.class
                        || pool.getClass().getName().startsWith(SPRING))
                && isJdk(queue)
                && !(queue instanceof PriorityBlockingQueue<?>)
                && isJdk(pool.getRejectedExecutionHandler());
    }

    private static boolean isJdk(Object part) {
        return part.getClass().getClassLoader() == null;
    }

    /** Gives work that never ran back as it came. */
    static void unwrap(@Nullable List<Runnable> works) {
        if (works != null) {
            works.replaceAll(work -> work instanceof Carried.OfRunnable carried ? carried.work : work);
        }
    }

    /** Removes work that the queue holds carried. */
    static boolean remove(ThreadPoolExecutor pool, @Nullable Runnable work) {
        if (work == null) {
            return false;
        }
        for (Runnable queued : pool.getQueue()) {
            if (queued instanceof Carried.OfRunnable carried
                    && work.equals(carried.work)
                    && pool.getQueue().remove(queued)) {
                return true;
            }
        }
        return false;
    }
}
