// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.coroutines;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** A coroutine is started in a scope of coroutines. */
public final class StartAdvice {

    private StartAdvice() {}

    /** Gives the context to add. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 1, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object outer,
            @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) @Nullable Object added) {
        return ScopeElement.start(outer, added);
    }
}
