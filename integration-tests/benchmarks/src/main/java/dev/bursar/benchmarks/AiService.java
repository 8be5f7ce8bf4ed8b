// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A LangChain4j service whose model asks for one tool, which calls nobody: run bare and under the agent. */
@State(Scope.Benchmark)
public class AiService {

    /** What is measured. */
    public interface Assistant {
        String chat(String text);
    }

    /** A tool in code that the policy binds. */
    public static final class Tools {
        @Tool("looks a number up")
        public String look() {
            return "42";
        }
    }

    private static final class Model implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            boolean looked = request.messages().stream().anyMatch(each -> each instanceof ToolExecutionResultMessage);
            AiMessage next = looked
                    ? AiMessage.from("done")
                    : AiMessage.from(ToolExecutionRequest.builder()
                            .id("1")
                            .name("look")
                            .arguments("{}")
                            .build());
            return ChatResponse.builder().aiMessage(next).build();
        }
    }

    private final Assistant assistant = AiServices.builder(Assistant.class)
            .chatModel(new Model())
            .tools(new Tools())
            .build();

    @Benchmark
    public String chatWithOneTool() {
        return assistant.chat("look");
    }
}
