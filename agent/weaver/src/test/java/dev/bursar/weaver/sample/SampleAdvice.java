// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.sample;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Marks what a method returns. */
public final class SampleAdvice {

    private SampleAdvice() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static Object exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned) {
        return returned instanceof Long number ? (Object) (number + 1) : "woven " + returned;
    }
}
