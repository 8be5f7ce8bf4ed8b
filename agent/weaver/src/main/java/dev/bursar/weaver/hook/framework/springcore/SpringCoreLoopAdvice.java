// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springcore;

import dev.bursar.weaver.hook.framework.retry.Around;
import dev.bursar.weaver.hook.framework.retry.Loops;
import dev.bursar.weaver.hook.framework.retry.Surrounded;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around the loop of one execution. */
public final class SpringCoreLoopAdvice {

    static final Loops LOOPS = new Loops(SpringCoreHook.NAME);

    private static final boolean TELLS = tells();

    private SpringCoreLoopAdvice() {}

    /** Gives the work to go on with, and the loop. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object[] enter(@Advice.Argument(0) Object work) {
        return TELLS ? new Object[] {work, LOOPS.begin()} : new Object[] {tried(work), LOOPS.beginWithoutTries()};
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object[] entered,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        LOOPS.end(entered[1], returned, thrown);
    }

    private static Object tried(Object work) {
        try {
            Class<?> type = Class.forName(
                    "org.springframework.core.retry.Retryable", false, SpringCoreLoopAdvice.class.getClassLoader());
            return Surrounded.by(Around.eachTry(SpringCoreHook.NAME), type, work);
        } catch (Throwable e) {
            return work;
        }
    }

    private static boolean tells() {
        try {
            return Class.forName(SpringCoreHook.STATE, false, SpringCoreLoopAdvice.class.getClassLoader())
                            .getDeclaredMethod("addException", Throwable.class)
                    != null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }
}
