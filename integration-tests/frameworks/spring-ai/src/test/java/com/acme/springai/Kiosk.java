// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.tool.ToolCallback;

/** As {@link Cashier}, but nobody's code. */
final class Kiosk {

    static final String CONVERSATION = "conversation-7";

    private Kiosk() {}

    static @Nullable String call(ScriptedModel model, Object tools, Advisor... advisors) {
        return ask(model, tools, advisors).call().content();
    }

    static @Nullable String stream(ScriptedModel model, Object tools, Advisor... advisors) {
        List<String> parts =
                ask(model, tools, advisors).stream().content().collectList().block();
        return parts == null ? null : String.join("", parts);
    }

    @SuppressWarnings("removal") // The name that every version has.
    static ChatClient.ChatClientRequestSpec ask(ScriptedModel model, Object tools, Advisor... advisors) {
        ChatClient.ChatClientRequestSpec request = ChatClient.builder(model)
                .build()
                .prompt()
                .user("charge the customer")
                .advisors(params -> params.param("chat_memory_conversation_id", CONVERSATION));
        // An empty list of advisors is an error in some versions.
        ChatClient.ChatClientRequestSpec advised = advisors.length == 0 ? request : request.advisors(advisors);
        return tools instanceof ToolCallback callback ? advised.toolCallbacks(callback) : advised.tools(tools);
    }
}
