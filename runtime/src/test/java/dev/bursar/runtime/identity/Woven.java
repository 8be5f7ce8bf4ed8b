// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A little application whose methods behave as woven ones do, on real {@link Scopes}. */
final class Woven {

    final Map<String, SiteRole> roles = Collections.synchronizedMap(new HashMap<>());
    final Map<String, String> mdc = Collections.synchronizedMap(new HashMap<>());
    final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    final Scopes scopes = new Scopes(site -> roles.getOrDefault(site.method(), SiteRole.NONE), mdc::get, closed::add);

    int site(String method) {
        return scopes.bind(new Site("com.acme.App", List.of(), method, "()V", List.of()));
    }

    int boundary(String caller) {
        return role(caller, new SiteRole(caller, null, false, null, false, false));
    }

    int run(String caller) {
        return run(caller, null);
    }

    int run(String caller, @Nullable String id) {
        return role("run " + caller + id, new SiteRole(caller, null, true, id, false, false));
    }

    int attempt(@Nullable String caller) {
        return role("attempt " + caller, new SiteRole(caller, null, false, null, true, false));
    }

    int rehearsal() {
        return role("rehearsal", new SiteRole(null, null, false, null, false, true));
    }

    int role(String method, SiteRole role) {
        roles.put(method, role);
        return site(method);
    }

    /** Calls {@code body} as a woven method does. */
    <T extends @Nullable Object> T in(int site, Callable<T> body, @Nullable Object... arguments) {
        Object frame = scopes.enter(site, arguments);
        T returned = null;
        Throwable thrown = null;
        try {
            returned = body.call();
            return returned;
        } catch (Throwable e) {
            thrown = e;
            throw sneaky(e);
        } finally {
            if (frame != null) {
                scopes.leave(frame, returned, thrown);
            }
        }
    }

    void run(int site, Runnable body, @Nullable Object... arguments) {
        in(
                site,
                () -> {
                    body.run();
                    return null;
                },
                arguments);
    }

    /** As {@link #run(int, Runnable, Object...)} for a body that throws. */
    void failing(int site, Runnable body) {
        try {
            run(site, () -> {
                body.run();
                throw new IllegalStateException("the tool failed");
            });
        } catch (IllegalStateException e) {
            if (!"the tool failed".equals(e.getMessage())) {
                throw e;
            }
        }
    }

    Scope here() {
        Scope scope = scopes.current();
        if (scope == null) {
            throw new AssertionError("no scope");
        }
        return scope;
    }

    Run openRun() {
        Run run = here().run();
        if (run == null) {
            throw new AssertionError("no run");
        }
        return run;
    }

    String runId() {
        return openRun().id();
    }

    int take(String fingerprint) {
        return here().take(fingerprint);
    }

    Object captured() {
        Object captured = scopes.capture();
        if (captured == null) {
            throw new AssertionError("nothing captured");
        }
        return captured;
    }

    /** Runs {@code body} on this thread as work that was captured elsewhere. */
    void resumed(Object captured, Runnable body) {
        Object resumed = scopes.resume(captured);
        try {
            body.run();
        } finally {
            scopes.suspend(resumed);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException sneaky(Throwable e) throws X {
        throw (X) e;
    }
}
