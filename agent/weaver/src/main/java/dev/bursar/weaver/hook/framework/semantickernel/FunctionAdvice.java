// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around a call of a function, which returns a {@code Mono}: the tool ends when that does. */
public final class FunctionAdvice {

    private FunctionAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        return Door.enterTool(SemanticKernelHook.NAME);
    }

    /** Gives what the method is to return. */
    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(
            @Advice.Enter @Nullable Object token,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        return FunctionMono.leave(token, returned, thrown);
    }
}
