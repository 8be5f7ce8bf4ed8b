// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.bridge.Door;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * One call of an AI service on the thread that makes it: its boundary, its run, and the stream it answers with, if it does. Where that is so,
 * both stay open until the stream has ended.
 */
final class Invocation {

    private static final ThreadLocal<@Nullable Invocation> CURRENT = new ThreadLocal<>();

    private final @Nullable Invocation outer = CURRENT.get();
    private final Object handler;
    private @Nullable Object boundary;
    private @Nullable Object run;
    private boolean ran;
    private @Nullable Streamed stream;

    private Invocation(Object handler) {
        this.handler = handler;
    }

    /**
     * Enters the interface's method.
     *
     * @param handler what implements the service
     * @throws VirtualMachineError where there is no stack or memory left: going on would be another caller's call
     */
    static Invocation enter(Object handler, Class<?> service, Method method, @Nullable Object @Nullable [] arguments) {
        Invocation entered = new Invocation(handler);
        try {
            entered.boundary = ServiceMethod.enter(service, method, arguments);
        } catch (RuntimeException | LinkageError e) {
            Door.alarm("`" + method + "` is not looked up in the policy, because of " + e);
        }
        CURRENT.set(entered);
        return entered;
    }

    /** The call on this thread that {@code handler} has entered and not yet begun to carry out; {@code null} if there is none. */
    static @Nullable Invocation entered(Object handler) {
        Invocation here = CURRENT.get();
        return here != null && here.handler == handler && !here.ran ? here : null;
    }

    /** Begins its run; a second beginning does nothing. */
    void begin(@Nullable String reference) {
        if (!ran) {
            ran = true;
            run = Door.openRun(LangChain4jHook.NAME, reference);
        }
    }

    /** The innermost call on this thread answers with this stream. */
    static void answersWith(Object tokenStream) {
        Invocation here = CURRENT.get();
        if (here != null && here.ran && here.stream == null) {
            here.stream = Streamed.of(tokenStream);
        }
    }

    /** Leaves the run, on the thread that began it. */
    void end(@Nullable Throwable thrown) {
        Object mine = run;
        run = null;
        Door.leave(mine, stream == null ? null : stream.ended(), thrown);
    }

    /** Leaves everything, on the thread that entered it. */
    void leave(@Nullable Throwable thrown) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        end(thrown);
        Door.leave(boundary, stream == null ? null : stream.ended(), thrown);
    }
}
