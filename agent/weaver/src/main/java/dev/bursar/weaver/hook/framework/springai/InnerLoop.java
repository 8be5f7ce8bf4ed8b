// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * Whether a model runs the tools itself. Where it does not, each time it is asked is a step of a loop around it, and taking that for a pass
 * would make one action of two deliberate ones.
 */
final class InnerLoop {

    /** {@code Boolean getInternalToolExecutionEnabled()}, which 2.0 has no longer: its models never run tools. */
    private static final @Nullable MethodHandle ENABLED = enabled();

    private InnerLoop() {}

    /**
     * @param request the client's request, of whatever type this version has
     * @param model the model it is about to be given to
     */
    @SuppressWarnings("removal") // 1.0 and 1.1 have no other name for it.
    static boolean of(@Nullable Object request, @Nullable Object model) {
        if (ENABLED == null) {
            return false;
        }
        try {
            Boolean asked = request instanceof ChatClientRequest client
                    ? said(ENABLED, client.prompt().getOptions())
                    : null;
            if (asked == null && model instanceof ChatModel chat) {
                asked = said(ENABLED, chat.getDefaultOptions());
            }
            return !Boolean.FALSE.equals(asked);
        } catch (Throwable e) {
            return true;
        }
    }

    private static @Nullable Boolean said(MethodHandle enabled, @Nullable ChatOptions options) throws Throwable {
        return options instanceof ToolCallingChatOptions tools ? (Boolean) enabled.invokeExact(tools) : null;
    }

    private static @Nullable MethodHandle enabled() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            ToolCallingChatOptions.class,
                            "getInternalToolExecutionEnabled",
                            MethodType.methodType(Boolean.class));
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
