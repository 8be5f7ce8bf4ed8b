// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around a tool loop: an output guardrail that is not satisfied makes the framework enter it again in the same run. */
public final class ToolLoopAdvice {

    private ToolLoopAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        return Door.beginAttempt(LangChain4jHook.NAME);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(entered, null, thrown);
    }
}
