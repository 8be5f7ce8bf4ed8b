// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Where {@code retry(n)} is given what it subscribes to again and again. */
public final class RetrySourceAdvice {

    private RetrySourceAdvice() {}

    /** Gives the source to go on with. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object source) {
        return RetryRun.attempts(source);
    }
}
