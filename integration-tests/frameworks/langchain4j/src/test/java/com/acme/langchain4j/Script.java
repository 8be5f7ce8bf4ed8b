// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a model says, one turn after the other and then "done", whatever it is asked. Remembers what its tools told it. */
public final class Script {

    private final Deque<Object> turns;
    private final List<String> told = new CopyOnWriteArrayList<>();

    private Script(List<Object> turns) {
        this.turns = new ConcurrentLinkedDeque<>(turns);
    }

    /** @param turns texts, {@link AiMessage}s and exceptions */
    public static Script of(Object... turns) {
        return new Script(List.of(turns));
    }

    public static AiMessage charge(String customer, long amount) {
        return AiMessage.from(call("charge", customer, amount, "a chair"));
    }

    public static ToolExecutionRequest call(String tool, String customer, long amount, String description) {
        return ToolExecutionRequest.builder()
                .id(tool + System.nanoTime())
                .name(tool)
                .arguments("{\"customer\": \"" + customer + "\", \"amount\": " + amount + ", \"description\": \""
                        + description + "\"}")
                .build();
    }

    /** The texts of all tool results, as the model got them. */
    public String told() {
        return String.join(" | ", told);
    }

    public ChatModel model() {
        return new Model();
    }

    public StreamingChatModel streaming() {
        return new Streaming();
    }

    private ChatResponse answer(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        for (int i = messages.size(); i-- > 0 && messages.get(i) instanceof ToolExecutionResultMessage result; ) {
            told.add(String.valueOf(result.text()));
        }
        Object turn = turns.poll();
        if (turn instanceof RuntimeException failure) {
            throw failure;
        }
        AiMessage message =
                turn instanceof AiMessage known ? known : AiMessage.from(turn == null ? "done" : (String) turn);
        return ChatResponse.builder()
                .aiMessage(message)
                .tokenUsage(new TokenUsage(1, 1))
                .finishReason(FinishReason.STOP)
                .build();
    }

    private final class Model implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return answer(request);
        }
    }

    /** Answers on a thread of its own, which knows nothing of who asks. */
    private final class Streaming implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            Thread thread = new Thread(() -> {
                try {
                    ChatResponse response = answer(request);
                    if (response.aiMessage().text() != null) {
                        handler.onPartialResponse(response.aiMessage().text());
                    }
                    handler.onCompleteResponse(response);
                } catch (RuntimeException e) {
                    handler.onError(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
