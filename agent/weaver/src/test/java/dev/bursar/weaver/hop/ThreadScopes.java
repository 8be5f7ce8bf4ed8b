// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.weaver.testing.Identity;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The simplest scopes that can be carried: a name on a thread. */
final class ThreadScopes implements Identity {

    private final ThreadLocal<@Nullable String> here = new ThreadLocal<>();

    private record Resumed(@Nullable String before) {}

    @Nullable
    String here() {
        return here.get();
    }

    <T extends @Nullable Object> T in(@Nullable String scope, Callable<T> body) throws Exception {
        String before = here.get();
        here.set(scope);
        try {
            return body.call();
        } finally {
            here.set(before);
        }
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
