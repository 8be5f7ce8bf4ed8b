// SPDX-License-Identifier: Apache-2.0
package com.acme.billing;

import com.acme.billing.tools.BillingTools;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;

/** Bills orders. */
public final class BillingAgent {
    private final BillingAssistant assistant;

    public BillingAgent(ChatModel model, ReceiptBook receipts) {
        assistant = AiServices.builder(BillingAssistant.class)
                .chatModel(model)
                .tools(new BillingTools(receipts))
                .outputGuardrails(new ReceiptGuardrail())
                .build();
    }

    /** Does what the order says and returns the agent's last words. */
    public String bill(String order) {
        return assistant.chat(order);
    }
}
