// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import static com.acme.langchain4j.Cases.answer;
import static com.acme.langchain4j.Cases.assistant;
import static com.acme.langchain4j.Cases.say;
import static com.acme.langchain4j.Script.call;
import static com.acme.langchain4j.Script.charge;

import com.acme.langchain4j.billing.BillingTools;
import com.acme.langchain4j.desk.DeskAssistant;
import com.acme.langchain4j.shared.ErrorTill;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import java.util.Map;

/** What came after 1.0: output guardrails, tools at the same time, errors of any tool as results. */
final class GuardedCases {

    private GuardedCases() {}

    static void all() {
        say(
                "reprompt1",
                () -> reprompted(
                        Script.of(charge("cus_reprompt1", 500), "well", charge("cus_reprompt1", 500), "done")));
        say(
                "reprompt2",
                () -> reprompted(Script.of(
                        charge("cus_reprompt2", 500),
                        "well",
                        charge("cus_reprompt2", 500),
                        "hm",
                        charge("cus_reprompt2", 500),
                        "done")));
        say(
                "repromptorder",
                () -> reprompted(Script.of(
                        charge("cus_repromptorder", 500),
                        charge("cus_repromptorder", 600),
                        "well",
                        charge("cus_repromptorder", 600),
                        charge("cus_repromptorder", 500),
                        "done")));
        say(
                "repromptreworded",
                () -> reprompted(Script.of(
                        AiMessage.from(call("charge", "cus_repromptreworded", 500, "a chair")), "well",
                        AiMessage.from(call("charge", "cus_repromptreworded", 500, "one nice chair")), "done")));
        say(
                "repromptmore",
                () -> reprompted(Script.of(
                        charge("cus_repromptmore", 500),
                        "well",
                        AiMessage.from(
                                call("charge", "cus_repromptmore", 500, "a chair"),
                                call("charge", "cus_repromptmore", 500, "a chair")),
                        "done")));
        say(
                "retry",
                () -> AiServices.builder(Guarded.Retried.class)
                        .chatModel(Script.of(charge("cus_retry", 500), "well", charge("cus_retry", 500), "done")
                                .model())
                        .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                        .tools(new BillingTools())
                        .build()
                        .chat("charge"));
        say(
                "concurrent",
                () -> AiServices.builder(Guarded.Reprompted.class)
                        .chatModel(Script.of(
                                        AiMessage.from(two("cus_concurrent")),
                                        "well",
                                        AiMessage.from(two("cus_concurrent")),
                                        "done")
                                .model())
                        .tools(new BillingTools())
                        .executeToolsConcurrently()
                        .build()
                        .chat("charge"));
        say(
                "streamedreprompt",
                () -> answer(AiServices.builder(Guarded.Streamed.class)
                        .streamingChatModel(Script.of(
                                        charge("cus_streamedreprompt", 500),
                                        "well",
                                        charge("cus_streamedreprompt", 500),
                                        "done")
                                .streaming())
                        .tools(new BillingTools())
                        .build()
                        .chat("charge")));
        say(
                "streamedconcurrent",
                () -> answer(AiServices.builder(StreamingAssistant.class)
                        .streamingChatModel(new Eager(Script.of(AiMessage.from(two("cus_streamedconcurrent")), "done")
                                .streaming()))
                        .tools(new BillingTools())
                        .executeToolsConcurrently()
                        .build()
                        .chat("charge")));
        say(
                "innerreprompt",
                () -> assistant(
                        Script.of(charge("-", 0), "done"),
                        new Colleague(message -> reprompted(Script.of(
                                charge("cus_innerreprompt", 500), "well", charge("cus_innerreprompt", 500), "done")))));
        say(
                "outerreprompt",
                () -> AiServices.builder(Guarded.Reprompted.class)
                        .chatModel(Script.of(charge("-", 0), "well", charge("-", 0), "done")
                                .model())
                        .tools(new Colleague(message ->
                                assistant(Script.of(charge("cus_outerreprompt", 500), "done"), new BillingTools())))
                        .build()
                        .chat("charge"));
        say(
                "executor",
                () -> AiServices.builder(Assistant.class)
                        .chatModel(Script.of(AiMessage.from(till()), AiMessage.from(till()), "done")
                                .model())
                        .tools(Map.of(Cases.specification("till"), Cases.till("cus_executor")))
                        .build()
                        .chat("charge"));
        say(
                "errorresult",
                () -> AiServices.builder(DeskAssistant.class)
                        .chatModel(Script.of(AiMessage.from(till()), AiMessage.from(till()), "done")
                                .model())
                        .tools(Map.of(Cases.specification("till"), new ErrorTill("cus_errorresult")))
                        .build()
                        .chat("charge"));
    }

    private static ToolExecutionRequest till() {
        return ToolExecutionRequest.builder()
                .id("till" + System.nanoTime())
                .name("till")
                .arguments("{}")
                .build();
    }

    private static ToolExecutionRequest[] two(String customer) {
        return new ToolExecutionRequest[] {
            call("charge", customer, 500, "a chair"), call("charge", customer, 600, "a table")
        };
    }

    private static String reprompted(Script script) {
        return AiServices.builder(Guarded.Reprompted.class)
                .chatModel(script.model())
                .tools(new BillingTools())
                .build()
                .chat("charge");
    }
}
