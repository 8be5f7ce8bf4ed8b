// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.adk;

import dev.bursar.weaver.hop.rx.RunFlowable;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** On {@code Runner#runAsync} and {@code #runLive}, whose overloads call each other. */
public final class AdkRunAdvice {

    private AdkRunAdvice() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object execution) {
        return RunFlowable.of(AdkHook.NAME, execution);
    }
}
