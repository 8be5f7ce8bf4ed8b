// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** An AI service whose answer is checked by whoever called it, and asked for again. */
final class LangChain4jWays {

    private LangChain4jWays() {}

    static void play() {
        Scenes.say("failsafe-langchain4j", customer -> FailsafeWays.retries().get(assisted(customer)::call));
        Scenes.say(
                "resilience4j-langchain4j", customer -> Resilience4jWays.retry().executeCallable(assisted(customer)));
    }

    private static Callable<String> assisted(String customer) {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(new Scripted(customer))
                .tools(new Tools())
                .build();
        return () -> {
            String answer = assistant.ask("charge " + customer);
            if (!answer.startsWith("{")) {
                throw new OutputRejected("no JSON: " + answer);
            }
            return answer;
        };
    }

    /** What the application asks. */
    interface Assistant {
        String ask(String what);
    }

    /** What the model may call. */
    public static final class Tools {

        @Tool("charges a customer")
        public String charge(String customer) {
            return Billing.charge(customer, 100);
        }
    }

    /** Calls the tool, then answers; its first answer is no JSON. */
    private static final class Scripted implements ChatModel {

        private final String customer;
        private final AtomicInteger answers = new AtomicInteger();

        Scripted(String customer) {
            this.customer = customer;
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            boolean told = request.messages().get(request.messages().size() - 1) instanceof ToolExecutionResultMessage;
            AiMessage message = told
                    ? AiMessage.from(answers.getAndIncrement() == 0 ? "done!" : "{}")
                    : AiMessage.from(ToolExecutionRequest.builder()
                            .id("call")
                            .name("charge")
                            .arguments("{\"arg0\": \"" + customer + "\", \"customer\": \"" + customer + "\"}")
                            .build());
            return ChatResponse.builder().aiMessage(message).build();
        }
    }
}
