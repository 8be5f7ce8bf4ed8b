// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around the subscription to {@code retryWhen}: a run, and its attempts. */
public final class RetryWhenAdvice {

    private RetryWhenAdvice() {}

    /** Gives the subscriber and the source to go on with, and the run or {@code null}. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments({
        @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0, typing = Assigner.Typing.DYNAMIC),
        @Advice.AssignReturned.ToArguments.ToArgument(value = 2, index = 2, typing = Assigner.Typing.DYNAMIC)
    })
    public static @Nullable Object[] enter(
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object actual,
            @Advice.Argument(value = 2, typing = Assigner.Typing.DYNAMIC) @Nullable Object source) {
        RetryRun run = RetryRun.open(actual);
        return run == null ? new Object[] {actual, null, source} : new Object[] {run, run, RetryRun.attempts(source)};
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object[] entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered[1] instanceof RetryRun run) {
            run.leave(thrown);
        }
    }
}
