// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import dev.bursar.bridge.Door;
import dev.bursar.weaver.hop.reactor.Crossing;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A cold completion, each subscription to which is one run: until it ends or nobody wants it any more. */
final class RunMono extends Mono<Object> {

    private final Mono<?> cold;

    private RunMono(Mono<?> cold) {
        this.cold = cold;
    }

    /** What is no {@code Mono} stays as it is: a private method has the same name. */
    static @Nullable Object of(@Nullable Object completion) {
        return completion instanceof Mono<?> cold && !(cold instanceof RunMono) ? new RunMono(cold) : completion;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Object> down) {
        Object outside = Door.capture();
        Object run = Door.openRun(SemanticKernelHook.NAME, null);
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        Throwable thrown = null;
        try {
            Object inside = Door.capture();
            cold.subscribe((Subscriber<Object>) new Crossing<>(
                    down, down.currentContext().put(Asked.class, new Asked(inside)), inside, outside, end));
        } catch (Throwable e) {
            thrown = e;
            throw e;
        } finally {
            Door.leave(run, end, thrown);
        }
    }
}
