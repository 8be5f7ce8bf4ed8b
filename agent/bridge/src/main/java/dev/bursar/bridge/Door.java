// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.io.IOException;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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

    /** @see Gate#capture */
    public static @Nullable Object capture() {
        return gate.capture();
    }

    /** As {@link Gate#resume}; {@code null} stays {@code null}. */
    public static @Nullable Object resume(@Nullable Object captured) {
        return captured == null ? null : gate.resume(captured);
    }

    /** As {@link Gate#suspend}; {@code null} is nothing to put back. */
    public static void suspend(@Nullable Object resumed) {
        if (resumed != null) {
            gate.suspend(resumed);
        }
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
