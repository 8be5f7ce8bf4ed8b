// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import io.smallrye.faulttolerance.api.FaultTolerance;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** SmallRye Fault Tolerance, by the programmatic interface that all versions have. */
@SuppressWarnings("removal") // What takes its place came in 6.
final class SmallRyeWays {

    private SmallRyeWays() {}

    static void play(ExecutorService pool) {
        Scenes.all(
                "smallrye",
                work -> FaultTolerance.<String>create()
                        .withRetry()
                        .maxRetries(2)
                        .delay(1, ChronoUnit.MILLIS)
                        .retryOn(OutputRejected.class)
                        .done()
                        .build()
                        .call(work));
        Scenes.all(
                "smallrye-async",
                work -> async(false)
                        .call(() -> CompletableFuture.supplyAsync(() -> FailsafeWays.quietly(work), pool))
                        .toCompletableFuture()
                        .get());
        Scenes.all(
                "smallrye-offloaded",
                work -> async(true)
                        .call(() -> CompletableFuture.completedFuture(FailsafeWays.quietly(work)))
                        .toCompletableFuture()
                        .get());
        Scenes.say(
                "smallrye-result",
                customer -> FaultTolerance.<String>create()
                        .withRetry()
                        .maxRetries(2)
                        .delay(1, ChronoUnit.MILLIS)
                        .whenResult(Flaky.BAD::equals)
                        .done()
                        .build()
                        .call(new Flaky(customer, 1)::answer));
        Scenes.say("smallrye-result-async", customer -> {
            Flaky flaky = new Flaky(customer, 1);
            return FaultTolerance.<String>createAsync()
                    .withRetry()
                    .maxRetries(2)
                    .delay(1, ChronoUnit.MILLIS)
                    .whenResult(Flaky.BAD::equals)
                    .done()
                    .build()
                    .call(() -> CompletableFuture.supplyAsync(flaky::answer, pool))
                    .toCompletableFuture()
                    .get();
        });
    }

    private static FaultTolerance<CompletionStage<String>> async(boolean offload) {
        return FaultTolerance.<String>createAsync()
                .withThreadOffload(offload)
                .withRetry()
                .maxRetries(2)
                .delay(1, ChronoUnit.MILLIS)
                .retryOn(OutputRejected.class)
                .done()
                .build();
    }
}
