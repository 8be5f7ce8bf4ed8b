// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.coroutines;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** A coroutine goes on in another context. */
public final class ChangeAdvice {

    private ChangeAdvice() {}

    /** Gives the context to add. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 1, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object outer,
            @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) @Nullable Object added) {
        return ScopeElement.change(outer, added);
    }
}
