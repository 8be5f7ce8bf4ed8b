// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Where a subscription has come to the source of its pipeline. */
public final class SourceAdvice {

    private SourceAdvice() {}

    /** Gives the source to subscribe to. */
    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object source) {
        return ScopedSource.of(source);
    }
}
