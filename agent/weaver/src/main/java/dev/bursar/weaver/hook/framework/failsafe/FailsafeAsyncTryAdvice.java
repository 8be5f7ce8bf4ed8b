// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.failsafe;

import dev.bursar.weaver.hook.framework.retry.Around;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** At the beginning of what makes a function of asynchronous work, inside its execution: the work is tried on other threads. */
public final class FailsafeAsyncTryAdvice {

    private FailsafeAsyncTryAdvice() {}

    /** Gives the work to go on with. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = Assigner.Typing.DYNAMIC))
    public static Object enter(@Advice.Argument(0) Object work) {
        try {
            return FailsafeTries.around(Around.eachTryOnAnyThread(FailsafeHook.NAME), work);
        } catch (Throwable e) {
            return work;
        }
    }
}
