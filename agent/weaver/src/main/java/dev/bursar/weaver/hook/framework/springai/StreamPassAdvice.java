// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** At the end of making the stream of the advisor that is the tool loop: each subscription to it will be a pass. */
public final class StreamPassAdvice {

    private StreamPassAdvice() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object stream) {
        return Streams.pass(stream);
    }
}
