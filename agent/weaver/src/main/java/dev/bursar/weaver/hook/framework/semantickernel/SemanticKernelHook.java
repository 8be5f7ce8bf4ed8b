// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * Semantic Kernel for Java 1.4. A run is one subscription to what {@code OpenAIChatCompletion#getChatMessageContentsAsync} returns, which is
 * cold. The loop of tool calls is inside it: when asking the model fails after a tool was called, it asks again with the messages from before
 * that call, so that asking with the same messages is another attempt.
 */
public final class SemanticKernelHook implements FrameworkHook {

    static final String NAME = "semantic-kernel";

    private static final String KERNEL = "com.microsoft.semantickernel.";
    private static final String CHAT = "aiservices.openai.chatcompletion.OpenAIChatCompletion";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return KERNEL + "Kernel";
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty("a chat completion", List.of(joint(CHAT, "getChatMessageContentsAsync", RunAdvice.class))),
                new Duty("asking again", List.of(joint(CHAT, "internalChatMessageContentsAsync", PassAdvice.class))),
                new Duty(
                        "a call of a function",
                        List.of(joint(
                                "semanticfunctions.KernelFunctionFromMethod", "invokeAsync", FunctionAdvice.class))));
    }

    private static Joint joint(String type, String method, Class<?> advice) {
        return new Joint(KERNEL + type, method, "", advice.getName());
    }
}
