// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.io.IOException;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The static entry points that woven code calls. Each passes on to the installed {@link Gate}; while there is none, each waits for it for at
 * most {@link #PATIENCE_MILLIS} and then refuses.
 */
public final class Door {

    /** How long a call waits for the engine at start-up, in milliseconds. */
    public static final long PATIENCE_MILLIS = 15_000;

    private static final ClosedGate CLOSED = new ClosedGate(PATIENCE_MILLIS);
    private static final AtomicReference<@Nullable Linker> LINKER = new AtomicReference<>();

    private static final @Nullable Object[] NO_ARGUMENTS = {};
    private static final Beside KEPT = new Beside();
    private static final ThreadLocal<@Nullable Object> TURNED = new ThreadLocal<>();

    private static volatile Gate gate = CLOSED;

    private Door() {}

    /**
     * Installs the engine, once and for good.
     *
     * @return whether this gate is now the one; {@code false} if another was there first
     */
    public static synchronized boolean install(Gate next) {
        if (gate != CLOSED) {
            return false;
        }
        gate = next;
        CLOSED.opened();
        return true;
    }

    /** Installs the weaver's linker, once and for good; {@code false} if another was there first. */
    public static boolean install(Linker linker) {
        return LINKER.compareAndSet(null, linker);
    }

    static Gate gate() {
        return gate;
    }

    /** @see Gate#watches */
    public static boolean watches(@Nullable String host) {
        return host != null && gate.watches(host);
    }

    /** @see Gate#open */
    public static @Nullable GovernedCall open(CallView view) {
        return gate.open(view);
    }

    /** @see Gate#dress */
    public static Dressing dress(@Nullable String mark, String method, String url) throws IOException {
        return gate.dress(mark, method, url);
    }

    /** @see Gate#bind */
    public static int bind(
            String type,
            List<String> typeAnnotations,
            String method,
            String descriptor,
            List<String> methodAnnotations) {
        return gate.bind(type, typeAnnotations, method, descriptor, methodAnnotations);
    }

    /** @see Gate#enter */
    public static @Nullable Object enter(int site, @Nullable Object[] arguments) {
        return gate.enter(site, arguments);
    }

    /** As {@link #enter(int, Object[])} for a method whose arguments cannot matter. */
    public static @Nullable Object enter(int site) {
        return gate.enter(site, NO_ARGUMENTS);
    }

    /** @see Gate#leave */
    public static void leave(@Nullable Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
        if (frame != null) {
            gate.leave(frame, returned, thrown);
        }
    }

    /** @see Gate#openRun */
    public static @Nullable Object openRun(String framework, @Nullable String reference) {
        return gate.openRun(framework, reference);
    }

    /** @see Gate#beginAttempt */
    public static @Nullable Object beginAttempt(String framework) {
        return gate.beginAttempt(framework);
    }

    /** @see Gate#enterTool */
    public static @Nullable Object enterTool(String framework) {
        return gate.enterTool(framework);
    }

    /** @see Gate#enterRehearsal */
    public static @Nullable Object enterRehearsal(String evaluator) {
        return gate.enterRehearsal(evaluator);
    }

    /** @see Gate#enterAs */
    public static @Nullable Object enterAs(String caller) {
        return gate.enterAs(caller);
    }

    /** @see Gate#enterRun */
    public static @Nullable Object enterRun(String caller, @Nullable String id) {
        return gate.enterRun(caller, id);
    }

    /** @see Gate#enterAttempt */
    public static @Nullable Object enterAttempt() {
        return gate.enterAttempt();
    }

    /** @see Gate#runId */
    public static @Nullable String runId() {
        return gate.runId();
    }

    /** @see Gate#lastDecision */
    public static @Nullable Map<String, String> lastDecision() {
        return gate.lastDecision();
    }

    /** Whether there is a door: woven code is answered with yes. */
    public static boolean isPresent() {
        return true;
    }

    /**
     * Remembers the scope of this thread beside an object that a framework carries from thread to thread itself; for as long as that object
     * lives. What was remembered for it before is forgotten.
     */
    public static void keep(Object carrier) {
        Object scope = gate.capture();
        if (scope == null) {
            KEPT.take(carrier);
        } else {
            KEPT.put(carrier, scope);
        }
    }

    /**
     * Takes up the scope that is kept beside an object.
     *
     * @return to be given to {@link #suspend} on this thread; {@code null} if none is kept
     */
    public static @Nullable Object kept(@Nullable Object carrier) {
        return carrier == null ? null : resume(KEPT.get(carrier));
    }

    /**
     * As {@link #kept} for a thread that goes from one piece of work to the next where nothing can be woven around either: what was taken up for
     * the one before is put back first.
     *
     * @param carrier {@code null} when there is no next
     */
    public static void turnTo(@Nullable Object carrier) {
        Object before = TURNED.get();
        if (before != null) {
            TURNED.remove();
            gate.suspend(before);
        }
        Object resumed = kept(carrier);
        if (resumed != null) {
            TURNED.set(resumed);
        }
    }

    /** @see Gate#capture */
    public static @Nullable Object capture() {
        return gate.capture();
    }

    /** As {@link Gate#resume}; {@code null} stays {@code null}. */
    public static @Nullable Object resume(@Nullable Object captured) {
        return captured == null ? null : gate.resume(captured);
    }

    /** @see Gate#nobody */
    public static @Nullable Object nobody() {
        return gate.nobody();
    }

    /** @see Gate#starts */
    public static void starts(Thread thread) {
        gate.starts(thread);
    }

    /** As {@link Gate#suspend}; {@code null} is nothing to put back. */
    public static void suspend(@Nullable Object resumed) {
        if (resumed != null) {
            gate.suspend(resumed);
        }
    }

    /** The work with the scope of this thread, if there is one; the work itself where there is none or it is carried already. */
    public static @Nullable Runnable carry(@Nullable Runnable work) {
        Object scope = work == null || work instanceof Carried<?> ? null : gate.capture();
        return work == null || scope == null ? work : new Carried.OfRunnable(work, scope);
    }

    /** As {@link #carry(Runnable)}. */
    public static <V extends @Nullable Object> @Nullable Callable<V> carry(@Nullable Callable<V> work) {
        Object scope = work == null || work instanceof Carried<?> ? null : gate.capture();
        return work == null || scope == null ? work : new Carried.OfCallable<>(work, scope);
    }

    /** As {@link #carry(Runnable)}. */
    public static <V extends @Nullable Object> @Nullable Supplier<V> carry(@Nullable Supplier<V> work) {
        Object scope = work == null || work instanceof Carried<?> ? null : gate.capture();
        return work == null || scope == null ? work : new Carried.OfSupplier<>(work, scope);
    }

    /** As {@link #carry(Runnable)}. */
    public static <T extends @Nullable Object, V extends @Nullable Object> @Nullable Function<T, V> carry(
            @Nullable Function<T, V> work) {
        Object scope = work == null || work instanceof Carried<?> ? null : gate.capture();
        return work == null || scope == null ? work : new Carried.OfFunction<>(work, scope);
    }

    /** As {@link #carry(Runnable)}. */
    public static <T extends @Nullable Object> @Nullable Consumer<T> carry(@Nullable Consumer<T> work) {
        Object scope = work == null || work instanceof Carried<?> ? null : gate.capture();
        return work == null || scope == null ? work : new Carried.OfConsumer<>(work, scope);
    }

    /** As {@link #carry(Runnable)}. */
    public static <T extends @Nullable Object, U extends @Nullable Object, V extends @Nullable Object> @Nullable
            BiFunction<T, U, V> carry(@Nullable BiFunction<T, U, V> work) {
        Object scope = work == null || work instanceof Carried<?> ? null : gate.capture();
        return work == null || scope == null ? work : new Carried.OfBiFunction<>(work, scope);
    }

    /** As {@link #carry(Runnable)}. */
    public static <T extends @Nullable Object, U extends @Nullable Object> @Nullable BiConsumer<T, U> carry(
            @Nullable BiConsumer<T, U> work) {
        Object scope = work == null || work instanceof Carried<?> ? null : gate.capture();
        return work == null || scope == null ? work : new Carried.OfBiConsumer<>(work, scope);
    }

    /** As {@link #carry(Runnable)} for work given to a pool, whose parts may have to see it as it is. */
    public static @Nullable Runnable carry(ThreadPoolExecutor pool, @Nullable Runnable work) {
        return Pooled.carry(pool, work);
    }

    /** Gives work that a pool never ran back as it came. */
    public static void unwrap(@Nullable List<Runnable> works) {
        Pooled.unwrap(works);
    }

    /** Removes from a pool's queue work that is carried there; {@code false} if there is none. */
    public static boolean remove(ThreadPoolExecutor pool, @Nullable Runnable work) {
        return Pooled.remove(pool, work);
    }

    /** A fork-join task is handed to a pool: remembers the scope of this thread for it. */
    public static void fork(@Nullable Object task) {
        if (task != null && !Forked.carriesItself(task)) {
            Object scope = gate.capture();
            if (scope != null) {
                Forked.put(task, scope);
            }
        }
    }

    /**
     * A fork-join task begins to run: takes up the scope it was forked in.
     *
     * @return to be given to {@link #suspend}; {@code null} if it had none
     */
    public static @Nullable Object run(Object task) {
        return resume(Forked.take(task));
    }

    /** @see Gate#alarm */
    public static void alarm(String what) {
        gate.alarm(what);
    }

    /**
     * Links an {@code invokedynamic} of a woven class to the hook's code.
     *
     * @param adapter the binary name of the class with the hook's code
     * @throws ReflectiveOperationException if there is no linker or no such code: the woven call fails, and nothing is sent
     */
    public static CallSite link(MethodHandles.Lookup host, String method, MethodType type, String adapter)
            throws ReflectiveOperationException {
        Linker linker = LINKER.get();
        if (linker == null) {
            throw new NoSuchMethodException("bursar has no linker for " + adapter + "#" + method);
        }
        return new ConstantCallSite(linker.link(host, adapter, method, type));
    }
}
