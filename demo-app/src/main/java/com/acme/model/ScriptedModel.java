// SPDX-License-Identifier: Apache-2.0
package com.acme.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that carries out every instruction of its prompt with a tool, one at a time and in order, wherever in the text
 * it stands and whoever wrote it. A tool that says "try again" is tried once more. It has no state: all it knows is the
 * conversation it is given.
 */
public final class ScriptedModel implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
        String prompt = "";
        List<String> results = new ArrayList<>();
        for (ChatMessage message : request.messages()) {
            if (message instanceof UserMessage user) {
                prompt = user.singleText();
                results.clear();
            } else if (message instanceof ToolExecutionResultMessage result) {
                results.add(String.valueOf(result.text()));
            }
        }
        return ChatResponse.builder().aiMessage(next(prompt, results)).build();
    }

    private static AiMessage next(String prompt, List<String> results) {
        boolean receipts = prompt.contains("Answer with receipts.");
        List<String> outcomes = new ArrayList<>();
        int read = 0;
        for (Instruction instruction : Instruction.in(prompt)) {
            if (read == results.size()) {
                return AiMessage.from(instruction.toolCall(read, receipts));
            }
            String outcome = results.get(read++);
            if (outcome.contains("try again")) {
                if (read == results.size()) {
                    return AiMessage.from(instruction.toolCall(read, receipts));
                }
                outcome = results.get(read++);
            }
            outcomes.add(outcome);
        }
        return AiMessage.from(receipts ? withReceipts(outcomes) : "All is done.");
    }

    private static String withReceipts(List<String> outcomes) {
        List<String> receipts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String outcome : outcomes) {
            if (outcome.matches("(charged|refunded) \\w+")) {
                receipts.add(outcome.substring(outcome.indexOf(' ') + 1));
            } else {
                problems.add(outcome);
            }
        }
        String answer = "Receipts: " + (receipts.isEmpty() ? "none" : String.join(", ", receipts)) + ".";
        return problems.isEmpty() ? answer : answer + " Problems: " + String.join("; ", problems);
    }
}
