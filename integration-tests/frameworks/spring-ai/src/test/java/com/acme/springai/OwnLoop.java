// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.core.Ordered;

/** A tool loop that an application wrote itself. */
final class OwnLoop implements CallAdvisor {

    private final ToolCallingManager tools = ToolCallingManager.builder().build();

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        ChatClientRequest next = request;
        ChatClientResponse response = chain.copy(this).nextCall(next);
        while (response.chatResponse() != null && response.chatResponse().hasToolCalls()) {
            ToolExecutionResult result = tools.executeToolCalls(next.prompt(), response.chatResponse());
            next = request.mutate()
                    .prompt(new Prompt(
                            result.conversationHistory(), request.prompt().getOptions()))
                    .build();
            response = chain.copy(this).nextCall(next);
        }
        return response;
    }

    @Override
    public String getName() {
        return "own loop";
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 300;
    }
}
