// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;

/** A streaming model that tells of each call of a tool as soon as it knows it, so that tools run while it goes on. */
final class Eager implements StreamingChatModel {

    private final StreamingChatModel model;

    Eager(StreamingChatModel model) {
        this.model = model;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        model.doChat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String part) {
                handler.onPartialResponse(part);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
                for (int i = 0; i < calls.size(); i++) {
                    handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
                }
                handler.onCompleteResponse(response);
            }

            @Override
            public void onError(Throwable error) {
                handler.onError(error);
            }
        });
    }
}
