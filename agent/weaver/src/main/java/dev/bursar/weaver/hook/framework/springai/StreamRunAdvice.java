// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** At the end of making a stream: each subscription to it will be a run. */
public final class StreamRunAdvice {

    private StreamRunAdvice() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(
            @Advice.Argument(0) @Nullable Object request,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object stream) {
        return Streams.run(stream, request);
    }
}
