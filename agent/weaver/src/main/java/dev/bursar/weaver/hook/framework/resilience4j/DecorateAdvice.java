// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.resilience4j;

import dev.bursar.weaver.hook.framework.retry.Around;
import dev.bursar.weaver.hook.framework.retry.Surrounded;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Around a decorator. Its last argument is the work, around each call of which goes an attempt; what it returns is the execution, around each
 * call of which goes a run. It is the same for the static decorators and for the methods of the same names that only call them.
 */
public final class DecorateAdvice {

    private static final Map<String, MethodType> TYPES = new ConcurrentHashMap<>();

    private DecorateAdvice() {}

    /** Gives the arguments to go on with. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.AsScalar
    @Advice.AssignReturned.ToAllArguments(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object[] enter(
            @Advice.Origin("#d") String descriptor,
            @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) @Nullable Object[] arguments) {
        try {
            int last = arguments.length - 1;
            Object given = arguments[last];
            if (given == null || ofStage(arguments)) {
                return arguments;
            }
            Class<?> work = type(descriptor).parameterType(last);
            @Nullable Object[] next = arguments.clone();
            next[last] = Surrounded.by(Around.eachTry(Resilience4jHook.NAME), work, given);
            return next;
        } catch (Throwable e) {
            return arguments;
        }
    }

    /** Gives what the decorator is to return. */
    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(
            @Advice.Origin("#d") String descriptor,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object execution) {
        try {
            return execution == null
                    ? null
                    : Surrounded.by(
                            Around.whole(Resilience4jHook.NAME),
                            type(descriptor).returnType(),
                            execution);
        } catch (Throwable e) {
            return execution;
        }
    }

    /** The tries of a stage run in a class of their own, which knows the execution that they belong to. */
    private static boolean ofStage(@Nullable Object[] arguments) {
        return arguments.length > 1 && arguments[arguments.length - 2] instanceof ScheduledExecutorService;
    }

    private static MethodType type(String descriptor) {
        return TYPES.computeIfAbsent(
                descriptor, d -> MethodType.fromMethodDescriptorString(d, DecorateAdvice.class.getClassLoader()));
    }
}
