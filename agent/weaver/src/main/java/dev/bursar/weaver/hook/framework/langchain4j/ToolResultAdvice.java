// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around the call of any tool executor, where its exception has become a result that says it is an error. */
public final class ToolResultAdvice {

    /** What the tool threw is not known any more: only that it failed matters. */
    private static final class ToolFailed extends Exception {
        private static final long serialVersionUID = 1;

        ToolFailed() {
            super("the tool's result is an error", null, false, false);
        }
    }

    private static final Throwable FAILED = new ToolFailed();

    private ToolResultAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        return Door.enterTool(LangChain4jHook.NAME);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        boolean failed = thrown == null && Boolean.TRUE.equals(Reading.call(returned, "isError"));
        Door.leave(entered, null, failed ? FAILED : thrown);
    }
}
