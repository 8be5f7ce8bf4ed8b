// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.bridge.Door;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer, from its making to its end. The framework passes it from the token stream to one handler for each round of the model,
 * called on the model's own threads; the scope is kept beside each of them.
 *
 * <p>One that is never started, or whose model never ends it, ends when neither the token stream nor a handler is reachable any more.
 */
final class Streamed {

    /** The stream whose code runs on this thread: handlers that are made meanwhile are its next rounds. */
    private static final ThreadLocal<@Nullable Streamed> CURRENT = new ThreadLocal<>();

    /** By token stream and handler, which compare by identity. Nothing in a value refers to its key. */
    private static final Map<Object, Part> PARTS = new WeakHashMap<>();

    private static final ReferenceQueue<Streamed> GONE = new ReferenceQueue<>();
    private static final Set<Reference<?>> OPEN = ConcurrentHashMap.newKeySet();

    /** One round of a stream; the token stream itself is round 0. */
    private record Part(Streamed stream, int round) {}

    /** Ends a stream that nobody can end any more. */
    private static final class Abandoned extends PhantomReference<Streamed> {
        private final CompletableFuture<Object> ended;

        Abandoned(Streamed stream) {
            super(stream, GONE);
            ended = stream.ended;
        }
    }

    private final CompletableFuture<Object> ended = new CompletableFuture<>();
    private final AtomicInteger rounds = new AtomicInteger();

    private Streamed() {}

    /** A new one, with the scope of this thread. */
    static Streamed of(Object tokenStream) {
        for (Reference<?> each = GONE.poll(); each != null; each = GONE.poll()) {
            OPEN.remove(each);
            ((Abandoned) each).ended.complete(null);
        }
        Streamed made = new Streamed();
        OPEN.add(new Abandoned(made));
        made.add(tokenStream, 0);
        return made;
    }

    /** A handler is made: the next round of the stream that runs on this thread, if one does. */
    static void next(Object handler) {
        Streamed here = CURRENT.get();
        if (here != null) {
            here.add(handler, here.rounds.incrementAndGet());
        }
    }

    private void add(Object carrier, int round) {
        synchronized (PARTS) {
            PARTS.put(carrier, new Part(this, round));
        }
        Door.keep(carrier);
    }

    private static @Nullable Part part(Object carrier) {
        synchronized (PARTS) {
            return PARTS.get(carrier);
        }
    }

    /** Completes when the stream has ended, exceptionally if it has failed. */
    CompletableFuture<Object> ended() {
        return ended;
    }

    /** The framework's code of a stream on one thread. */
    static final class Visit {
        private final Part part;
        private final @Nullable Streamed outer = CURRENT.get();
        private final @Nullable Object resumed;

        private Visit(Part part, Object carrier) {
            this.part = part;
            CURRENT.set(part.stream);
            resumed = Door.kept(carrier);
        }

        void leave() {
            Door.suspend(resumed);
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }

        /** Whether no round has followed the one visited. */
        boolean isLast() {
            return part.round == part.stream.rounds.get();
        }

        void end() {
            part.stream.ended.complete(null);
        }

        void fail(Throwable why) {
            part.stream.ended.completeExceptionally(why);
        }
    }

    /** Takes up the scope kept beside a token stream or a handler; {@code null} if it is not known. */
    static @Nullable Visit visit(Object carrier) {
        Part part = part(carrier);
        return part == null ? null : new Visit(part, carrier);
    }

    /** What the stream of a handler has done is given back, before anybody is told that it failed. */
    static void fail(Object handler, @Nullable Throwable why) {
        Part part = part(handler);
        if (part != null) {
            part.stream.ended.completeExceptionally(why == null ? new IllegalStateException("the stream failed") : why);
        }
    }
}
