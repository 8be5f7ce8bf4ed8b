// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around the subscription to {@code retry(n)}: a run. */
public final class RetryAdvice {

    private RetryAdvice() {}

    /** Gives the subscriber to go on with, and the run or {@code null}. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object[] enter(
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object actual) {
        RetryRun run = RetryRun.open(actual);
        return new Object[] {run == null ? actual : run, run};
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object[] entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered[1] instanceof RetryRun run) {
            run.leave(thrown);
        }
    }
}
