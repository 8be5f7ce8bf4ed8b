// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation;

import com.stripe.exception.StripeException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One trial of the agent: on this thread, on a pool that was there before, on a bare thread, or in a chain of stages. */
public final class Trial {

    static final int TRIALS = 50;

    private static final ExecutorService POOL = Executors.newFixedThreadPool(3, work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });

    private Trial() {}

    /** Has the pool's threads begin outside everything. */
    static void warmUp() throws Exception {
        for (int i = 0; i < 3; i++) {
            POOL.submit(() -> {}).get();
        }
    }

    /** @return the id of the charge that was made */
    public static String run(String kind, int trial) {
        String order = kind + " " + trial;
        try {
            switch (trial % 5) {
                case 0:
                    return charge(order);
                case 1:
                    return POOL.submit(() -> charge(order)).get();
                case 2:
                    return CompletableFuture.supplyAsync(() -> order)
                            .thenApplyAsync(Trial::charge)
                            .thenApply(id -> id)
                            .get();
                case 3:
                    return onThread(() -> charge(order));
                default:
                    return CompletableFuture.supplyAsync(() -> order, POOL)
                            .thenCompose(name -> CompletableFuture.supplyAsync(() -> charge(name)))
                            .get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String onThread(Callable<String> work) throws InterruptedException, ExecutionException {
        CompletableFuture<String> done = new CompletableFuture<>();
        Thread thread = new Thread() {
            @Override
            public void run() {
                try {
                    done.complete(work.call());
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            }
        };
        thread.start();
        return done.get();
    }

    private static String charge(String order) {
        try {
            return new Billing().charge(order, 100);
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }
}
