// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Resilience4j. */
final class Resilience4jWays {

    private Resilience4jWays() {}

    static void play(ExecutorService pool, ScheduledExecutorService timer) {
        Scenes.all("resilience4j", work -> retry().executeSupplier(() -> FailsafeWays.quietly(work)));
        Scenes.few("resilience4j-callable", work -> retry().executeCallable(work));
        Scenes.all(
                "resilience4j-decorated",
                work -> Retry.decorateCallable(retry(), work).call());
        Scenes.few("resilience4j-function", work -> {
            Function<String, String> function =
                    Retry.decorateFunction(retry(), (String ignored) -> FailsafeWays.quietly(work));
            return function.apply("any");
        });
        Scenes.few("resilience4j-runnable", work -> {
            AtomicReference<String> made = new AtomicReference<>();
            retry().executeRunnable(() -> made.set(FailsafeWays.quietly(work)));
            return made.get();
        });
        Scenes.few("resilience4j-checked", work -> checked(retry(), work));
        Scenes.all(
                "resilience4j-stage",
                work -> retry().executeCompletionStage(
                                timer, () -> CompletableFuture.supplyAsync(() -> FailsafeWays.quietly(work), pool))
                        .toCompletableFuture()
                        .get());
        Scenes.say("resilience4j-result", customer -> onResults().executeSupplier(new Flaky(customer, 1)::answer));
        Scenes.say("resilience4j-result-stage", customer -> {
            Flaky flaky = new Flaky(customer, 1);
            return onResults()
                    .executeCompletionStage(timer, () -> CompletableFuture.supplyAsync(flaky::answer, pool))
                    .toCompletableFuture()
                    .get();
        });
        // Decorated once and called twice: two executions.
        Scenes.say("resilience4j-reused", customer -> {
            AtomicReference<Flaky> flaky = new AtomicReference<>(new Flaky(customer, 1));
            Callable<String> decorated =
                    Retry.decorateCallable(retry(), () -> flaky.get().call());
            String first = decorated.call();
            flaky.set(new Flaky(customer, 1));
            return first + " " + decorated.call();
        });
    }

    static Retry retry() {
        return Retry.of(
                "billing",
                RetryConfig.custom()
                        .maxAttempts(3)
                        .waitDuration(Duration.ofMillis(1))
                        .retryExceptions(OutputRejected.class)
                        .build());
    }

    private static Retry onResults() {
        return Retry.of(
                "billing",
                RetryConfig.<String>custom()
                        .maxAttempts(3)
                        .waitDuration(Duration.ofMillis(1))
                        .retryOnResult(Flaky.BAD::equals)
                        .build());
    }

    /** Suppliers that may throw are of an interface of Vavr's up to 1.7, and of Resilience4j's own since 2.0. */
    private static String checked(Retry retry, Callable<String> work) throws Exception {
        for (Method decorate : Retry.class.getMethods()) {
            if (decorate.getName().equals("decorateCheckedSupplier") && Modifier.isStatic(decorate.getModifiers())) {
                Class<?> type = decorate.getParameterTypes()[1];
                InvocationHandler handler = (proxy, method, arguments) -> work.call();
                Object supplier = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
                Object decorated = decorate.invoke(null, retry, supplier);
                String get = type.getSimpleName().equals("CheckedFunction0") ? "apply" : "get";
                try {
                    return (String) type.getMethod(get).invoke(decorated);
                } catch (InvocationTargetException e) {
                    throw e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        }
        throw new IllegalStateException("no decorateCheckedSupplier");
    }
}
