// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Hands its work to others in every way the JDK has. */
public class Billing {

    public String work(String customer) {
        return new Task(customer).call();
    }

    public <T> Future<T> submit(ExecutorService pool, Callable<T> task) {
        return pool.submit(task);
    }

    public String execute(ExecutorService pool, Task task) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(task);
        pool.execute(done::countDown);
        done.await(30, TimeUnit.SECONDS);
        return task.outcome();
    }

    public String all(ExecutorService pool, List<Task> tasks) throws Exception {
        List<String> made = new ArrayList<>();
        for (Future<String> future : pool.invokeAll(tasks)) {
            made.add(future.get());
        }
        return String.join(" ", made);
    }

    public String later(Task task) throws Exception {
        var timer = Executors.newSingleThreadScheduledExecutor();
        try {
            return timer.schedule((Callable<String>) task, 20, TimeUnit.MILLISECONDS)
                    .get();
        } finally {
            timer.shutdown();
        }
    }

    public String completable(ExecutorService pool, Task first, Task second) throws Exception {
        return CompletableFuture.supplyAsync(first, pool)
                .thenCombine(CompletableFuture.supplyAsync(second), (a, b) -> a + " " + b)
                .get();
    }

    public String forked(Task first, Task second) {
        return ForkJoinPool.commonPool().submit(first.forked()).join() + " "
                + second.forked().fork().join();
    }

    public String parallel(Task task) {
        return IntStream.range(0, 16).parallel().mapToObj(task).collect(Collectors.joining(" "));
    }

    public String thread(Task task) throws Exception {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return task.outcome();
    }

    /** A run that ends before what it has started. */
    public Future<String> leavesBehind(ExecutorService pool, CountDownLatch ended, Task task) {
        return pool.submit(new Waiting(ended, task));
    }

    /** A run that asks a colleague. */
    public String asks(Refunds colleague, String customer, String charge) {
        return colleague.work(customer) + " " + colleague.refund(charge) + " " + new Task(customer + "_after").call();
    }
}
