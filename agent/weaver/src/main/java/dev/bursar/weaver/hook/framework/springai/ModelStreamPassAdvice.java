// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** At the end of making the stream of the last advisor: each subscription to it will be a pass, if the tool loop is inside the model. */
public final class ModelStreamPassAdvice {

    private ModelStreamPassAdvice() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(
            @Advice.Argument(0) @Nullable Object request,
            @Advice.FieldValue("chatModel") @Nullable Object model,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object stream) {
        return InnerLoop.of(request, model) ? Streams.pass(stream) : stream;
    }
}
