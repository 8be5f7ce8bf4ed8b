// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import java.lang.reflect.Method;
import java.util.UUID;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Around both methods named {@code invoke} of the invocation handler behind an AI service: {@code (proxy, method, arguments)}, and in later
 * versions {@code (method, arguments, context)}, which it calls and which alone knows the invocation's id.
 */
public final class AiServiceAdvice {

    private static final ClassValue<Boolean> TWO = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                for (Method each : type.getDeclaredMethods()) {
                    Class<?>[] parameters = each.getParameterTypes();
                    if (each.getName().equals("invoke") && parameters.length == 3 && parameters[0] == Method.class) {
                        return true;
                    }
                }
            } catch (LinkageError e) {
                // Then the run has no reference.
                return false;
            }
            return false;
        }
    };

    private AiServiceAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This Object handler,
            @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) @Nullable Object[] arguments) {
        if (arguments.length != 3) {
            return null;
        }
        if (arguments[0] instanceof Method) {
            Invocation entered = Invocation.entered(handler);
            if (entered != null) {
                entered.begin(Reading.call(arguments[2], "invocationId") instanceof UUID id ? id.toString() : null);
            }
            return entered;
        }
        if (!(arguments[1] instanceof Method method) || method.getDeclaringClass() == Object.class) {
            return null;
        }
        Object proxy = arguments[0];
        Class<?> service = proxy == null ? method.getDeclaringClass() : ServiceMethod.service(proxy, method);
        Invocation entered = Invocation.enter(handler, service, method, (Object[]) arguments[2]);
        if (!TWO.get(handler.getClass())) {
            entered.begin(null);
        }
        return entered;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) @Nullable Object[] arguments,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (!(entered instanceof Invocation invocation)) {
            return;
        }
        if (arguments[0] instanceof Method) {
            invocation.end(thrown);
        } else {
            invocation.leave(thrown);
        }
    }
}
