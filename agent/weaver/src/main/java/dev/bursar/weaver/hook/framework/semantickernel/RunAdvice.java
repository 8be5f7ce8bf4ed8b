// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** At the end of making a chat completion: each subscription to it will be a run. */
public final class RunAdvice {

    private RunAdvice() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object completion) {
        return RunMono.of(completion);
    }
}
