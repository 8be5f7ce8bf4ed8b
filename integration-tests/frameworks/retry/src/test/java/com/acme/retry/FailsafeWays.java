// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.ContextualSupplier;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Failsafe. */
final class FailsafeWays {

    private FailsafeWays() {}

    static void play(ExecutorService pool) {
        Scenes.all("failsafe", work -> retries().get(work::call));
        Scenes.all("failsafe-async", work -> await(retries().getAsync(work::call)));
        Scenes.few("failsafe-pool", work -> await(retries().with(pool).getAsync(work::call)));
        Scenes.all(
                "failsafe-stage",
                work -> await(retries().getStageAsync(() -> CompletableFuture.supplyAsync(() -> quietly(work), pool))));
        Scenes.few(
                "failsafe-reporting",
                work -> await(retries()
                        .getAsyncExecution(execution -> pool.execute(() -> {
                            try {
                                execution.record(work.call(), null);
                            } catch (Exception e) {
                                execution.record(null, e);
                            }
                        }))));
        Scenes.few(
                "failsafe-executor",
                work -> retries().with((Executor) Runnable::run).get(work::call));
        Scenes.say("failsafe-call", customer -> {
            Flaky flaky = new Flaky(customer, 1);
            ContextualSupplier<String, String> work = context -> flaky.call();
            return retries().newCall(work).execute();
        });
        Scenes.say("failsafe-run", customer -> {
            Flaky flaky = new Flaky(customer, 1);
            retries().run(flaky::call);
            return String.valueOf(flaky.tries());
        });
        Scenes.say("failsafe-run-async", customer -> {
            Flaky flaky = new Flaky(customer, 1);
            retries().runAsync(flaky::call).get();
            return String.valueOf(flaky.tries());
        });
        Scenes.say("failsafe-result", customer -> onResults().get(new Flaky(customer, 1)::answer));
        Scenes.say(
                "failsafe-result-async",
                customer -> onResults().getAsync(new Flaky(customer, 1)::answer).get());
    }

    static FailsafeExecutor<String> retries() {
        return Failsafe.with(RetryPolicy.<String>builder()
                .handle(OutputRejected.class)
                .withMaxRetries(2)
                .withDelay(Duration.ofMillis(1))
                .build());
    }

    private static FailsafeExecutor<String> onResults() {
        return Failsafe.with(RetryPolicy.<String>builder()
                .handleResultIf(Flaky.BAD::equals)
                .withMaxRetries(2)
                .withDelay(Duration.ofMillis(1))
                .build());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    static String quietly(Callable<String> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
