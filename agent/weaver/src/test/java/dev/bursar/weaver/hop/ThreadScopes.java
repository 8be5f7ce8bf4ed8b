// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.weaver.testing.Identity;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The simplest scopes that can be carried: a name on a thread. */
public final class ThreadScopes implements Identity {

    private final ThreadLocal<@Nullable String> here = new ThreadLocal<>();

    /** What framework hooks have begun, in order: {@code run x}, {@code attempt x}, and each with {@code left} before it. */
    public final List<String> steps = new CopyOnWriteArrayList<>();

    /** The names of the threads that were started, with the scope they were started in. */
    public final List<String> started = new CopyOnWriteArrayList<>();

    private record Resumed(@Nullable String before) {}

    /** What the thread that asks is in. */
    public @Nullable String here() {
        return here.get();
    }

    /** Does something in a scope of its own. */
    public <T extends @Nullable Object> T in(@Nullable String scope, Callable<T> body) throws Exception {
        String before = here.get();
        here.set(scope);
        try {
            return body.call();
        } finally {
            here.set(before);
        }
    }

    @Override
    public @Nullable Object enterStep(String step) {
        steps.add(step);
        return step;
    }

    @Override
    public void leave(Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
        if (returned instanceof CompletionStage<?> stage) {
            stage.whenComplete((value, failure) -> steps.add("left " + frame));
        } else {
            steps.add("left " + frame);
        }
    }

    @Override
    public void starts(Thread thread) {
        started.add(thread.getName() + " in " + here.get());
    }

    @Override
    public @Nullable Object capture() {
        return here.get();
    }

    @Override
    public Object resume(Object captured) {
        Resumed resumed = new Resumed(here.get());
        here.set((String) captured);
        return resumed;
    }

    @Override
    public @Nullable Object nobody() {
        String before = here.get();
        here.set(null);
        return before == null ? null : new Resumed(before);
    }

    @Override
    public void suspend(Object resumed) {
        here.set(((Resumed) resumed).before());
    }
}
