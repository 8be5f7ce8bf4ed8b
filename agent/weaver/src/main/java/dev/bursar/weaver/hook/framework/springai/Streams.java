// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import dev.bursar.bridge.Door;
import dev.bursar.weaver.hop.reactor.Crossing;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Streams that open a run or begin a pass with each subscription. The scope goes up with the subscription's context, so that it is found on
 * whatever thread a part of the stream is subscribed to, and is taken up again around every demand.
 */
final class Streams {

    /** Where a subscription's context keeps the scope of what is above it. */
    static final String SCOPE = "dev.bursar.scope";

    /** {@code ContextView getContext()}: what a thread that runs a stream's tools finds its subscription's context by, from 1.1 on. */
    private static final @Nullable MethodHandle HOLDER = holder();

    private Streams() {}

    static @Nullable Object run(@Nullable Object stream, @Nullable Object request) {
        return stream instanceof Flux<?> flux ? new Run<>(flux, Conversation.of(request)) : stream;
    }

    static @Nullable Object pass(@Nullable Object stream) {
        return stream instanceof Flux<?> flux ? new Pass<>(flux) : stream;
    }

    /** The scope of the stream whose tools this thread is about to run; {@code null} if it runs none, or that cannot be told. */
    static @Nullable Object scopeOfTools() {
        try {
            return HOLDER == null ? null : scope((ContextView) HOLDER.invokeExact());
        } catch (Throwable e) {
            return null;
        }
    }

    static @Nullable Object scope(ContextView context) {
        return context.getOrDefault(SCOPE, null);
    }

    private static @Nullable MethodHandle holder() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Class.forName(
                                    "org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder",
                                    true,
                                    Streams.class.getClassLoader()),
                            "getContext",
                            MethodType.methodType(ContextView.class));
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    /** One execution of the advisors' chain, from subscription to the end of the stream, or until nobody wants it any more. */
    private static final class Run<T> extends Flux<T> {

        private final Flux<T> source;
        private final @Nullable String reference;

        Run(Flux<T> source, @Nullable String reference) {
            this.source = source;
            this.reference = reference;
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> down) {
            Object outside = Door.capture();
            Object carried = outside == null ? Door.resume(scope(down.currentContext())) : null;
            CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
            Object run = Door.openRun(SpringAiHook.NAME, reference);
            Throwable thrown = null;
            try {
                source.subscribe((Subscriber<T>) crossing(down, Door.capture(), outside, end));
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                Door.leave(run, end, thrown);
                Door.suspend(carried);
            }
        }
    }

    /**
     * One pass of the tool loop. It begins in the scope its run gave to the subscription, whatever this thread did before: the pass that it
     * repeats may have ended here, and not be left yet.
     */
    private static final class Pass<T> extends Flux<T> {

        private final Flux<T> source;

        Pass(Flux<T> source) {
            this.source = source;
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> down) {
            Object outside = Door.capture();
            Object run = Door.resume(scope(down.currentContext()));
            Object pass = Door.beginAttempt(SpringAiHook.NAME);
            Throwable thrown = null;
            try {
                source.subscribe((Subscriber<T>) crossing(down, Door.capture(), outside, null));
            } catch (Throwable e) {
                thrown = e;
                throw e;
            } finally {
                Door.leave(pass, null, thrown);
                Door.suspend(run);
            }
        }
    }

    private static <T> Crossing<T> crossing(
            CoreSubscriber<? super T> down,
            @Nullable Object inside,
            @Nullable Object outside,
            @Nullable CompletableFuture<@Nullable Void> end) {
        Context below = down.currentContext();
        Context context = inside == null ? below : below.put(SCOPE, inside);
        return new Crossing<>(down, context, inside, outside, end);
    }
}
