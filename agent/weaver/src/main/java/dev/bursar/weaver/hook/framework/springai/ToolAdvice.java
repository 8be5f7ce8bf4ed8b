// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Copied into the callbacks of tools, below where a failure is turned into text for the model. */
final class ToolAdvice {

    private ToolAdvice() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter() {
        return Door.enterTool(SpringAiHook.NAME);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter @Nullable Object tool, @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(tool, null, thrown);
    }
}
