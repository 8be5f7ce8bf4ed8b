// SPDX-License-Identifier: Apache-2.0
package com.acme.refunds;

import com.acme.refunds.tools.RefundTools;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;

/** Refunds charges. */
public final class RefundAgent {
    private final RefundAssistant assistant;

    public RefundAgent(ChatModel model) {
        assistant = AiServices.builder(RefundAssistant.class)
                .chatModel(model)
                .tools(new RefundTools())
                .build();
    }

    /** Does what the request says and returns the agent's last words. */
    public String handle(String request) {
        return assistant.chat(request);
    }
}
