// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around the execution of an agentic system's method, whose arguments differ between versions but hold the method and then its own. */
public final class AgenticSystemAdvice {

    private AgenticSystemAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This Object handler,
            @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) @Nullable Object[] arguments) {
        Method method = null;
        @Nullable Object[] own = null;
        for (Object each : arguments) {
            if (each instanceof Method found) {
                method = found;
            } else if (method != null && each instanceof Object[] found) {
                own = found;
            }
        }
        if (method == null) {
            return null;
        }
        Class<?> declaring = method.getDeclaringClass();
        // The system's own interface, which may inherit the method.
        Class<?> service = Reading.field(handler, "type") instanceof Class<?> type && declaring.isAssignableFrom(type)
                ? type
                : declaring;
        Invocation entered = Invocation.enter(handler, service, method, own);
        entered.begin(null);
        return entered;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Invocation invocation) {
            invocation.leave(thrown);
        }
    }
}
