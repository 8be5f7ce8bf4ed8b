// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** At the end of making one pass of the loop, which begins with asking the model. */
public final class PassAdvice {

    private PassAdvice() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object messages,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object pass) {
        return PassMono.of(pass, messages);
    }
}
