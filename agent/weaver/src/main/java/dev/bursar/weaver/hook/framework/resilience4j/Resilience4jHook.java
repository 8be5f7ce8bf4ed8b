// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.resilience4j;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;
import java.util.stream.Stream;

/**
 * Resilience4j 1.7 and later. Its annotation, its {@code execute} methods and its {@code Decorators} all end in the static decorators of
 * {@code Retry}, which take the work and give back the work with retries.
 */
public final class Resilience4jHook implements FrameworkHook {

    static final String NAME = "resilience4j";

    private static final String RETRY = "io.github.resilience4j.retry.Retry";
    private static final String ASYNC = RETRY + "$AsyncRetryBlock";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return RETRY;
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                decorators("a decorated supplier", "decorateSupplier", "decorateEitherSupplier", "decorateTrySupplier"),
                decorators("a decorated callable", "decorateCallable"),
                decorators("a decorated runnable", "decorateRunnable"),
                decorators("a decorated function", "decorateFunction"),
                decorators("a decorated supplier that throws", "decorateCheckedSupplier"),
                decorators(
                        "a decorated function that throws",
                        "decorateCheckedFunction",
                        "decorateCheckedRunnable",
                        "decorateConsumer",
                        "decorateCheckedConsumer"),
                decorators("a decorated stage", "decorateCompletionStage"),
                new Duty("a try of a stage", List.of(new Joint(ASYNC, "run", "()V", AsyncTryAdvice.class.getName()))),
                new Duty(
                        "the tries of a stage",
                        List.of(new Joint(ASYNC, "<init>", "", AsyncMadeAdvice.class.getName()))));
    }

    private static Duty decorators(String what, String... methods) {
        return new Duty(
                what,
                Stream.of(methods)
                        .map(method -> new Joint(RETRY, method, "", DecorateAdvice.class.getName()))
                        .toList());
    }
}
