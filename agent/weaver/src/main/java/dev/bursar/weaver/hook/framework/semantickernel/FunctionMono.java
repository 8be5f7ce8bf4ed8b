// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import dev.bursar.bridge.Door;
import dev.bursar.weaver.hop.reactor.Crossing;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** The outcome of a function that may not have begun before it is subscribed to: it works in the tool's scope, and the tool ends with it. */
final class FunctionMono extends Mono<Object> {

    private final Mono<?> outcome;
    private final @Nullable Object inside;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    private FunctionMono(Mono<?> outcome, @Nullable Object inside) {
        this.outcome = outcome;
        this.inside = inside;
    }

    /**
     * Leaves a tool that has returned a {@code Mono}.
     *
     * @param token what {@link Door#enterTool} returned
     * @return what is to be returned in its place
     */
    static @Nullable Object leave(@Nullable Object token, @Nullable Object returned, @Nullable Throwable thrown) {
        if (token == null || thrown != null || !(returned instanceof Mono<?> outcome)) {
            Door.leave(token, null, thrown);
            return returned;
        }
        FunctionMono function = new FunctionMono(outcome, Door.capture());
        Door.leave(token, function.end, null);
        return function;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Object> down) {
        Object outside = Door.capture();
        Object in = Door.resume(inside);
        try {
            outcome.subscribe((Subscriber<Object>) new Crossing<>(down, down.currentContext(), inside, outside, end));
        } finally {
            Door.suspend(in);
        }
    }
}
