// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around the call of a tool, or of an agent, that ends with a throwable when it has failed. */
public final class ToolAdvice {

    private ToolAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        return Door.enterTool(LangChain4jHook.NAME);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(entered, null, thrown);
    }
}
