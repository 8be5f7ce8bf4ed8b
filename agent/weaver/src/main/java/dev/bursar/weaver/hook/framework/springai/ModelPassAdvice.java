// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around the last advisor, which asks the model: one pass, if the tool loop is inside the model. */
public final class ModelPassAdvice {

    private ModelPassAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(0) @Nullable Object request, @Advice.FieldValue("chatModel") @Nullable Object model) {
        return InnerLoop.of(request, model) ? Door.beginAttempt(SpringAiHook.NAME) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attempt, @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(attempt, null, thrown);
    }
}
