// SPDX-License-Identifier: Apache-2.0
package dev.dokimos.core;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Runs a task for each of its examples, on threads of its own. */
public class Experiment {

    private final int examples;
    private final IntPredicate task;

    public Experiment(int examples, IntPredicate task) {
        this.examples = examples;
        this.task = task;
    }

    /** @return how many examples passed */
    public long run() {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Boolean>> results = IntStream.range(0, examples)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> task.test(i), executor))
                    .toList();
            return results.stream().filter(CompletableFuture::join).count();
        } finally {
            executor.shutdown();
        }
    }
}
