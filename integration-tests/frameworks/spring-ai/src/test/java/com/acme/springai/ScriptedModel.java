// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Says what it was told to say, one line each time it is asked, or works like a model that means well: what it is to do it does where the
 * conversation does not show it done, and only then answers. It does with tools what the models of the Spring AI on the class path do: up
 * to 1.1 they run them themselves and ask again, from 2.0 on they only ask for them.
 */
final class ScriptedModel implements ChatModel {

    /** What a model says in one go: text, or calls of tools with their arguments. */
    record Line(@Nullable String text, List<AssistantMessage.ToolCall> calls) {}

    /** Answers of a stream come on this thread, as they come on an event loop: it was there before anybody called. */
    private static final BlockingQueue<Runnable> WIRE = new LinkedBlockingQueue<>();

    static {
        Thread loop = new Thread(
                () -> {
                    while (true) {
                        try {
                            WIRE.take().run();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "wire");
        loop.setDaemon(true);
        loop.start();
    }

    private final ToolCallingManager tools = ToolCallingManager.builder().build();
    private final Deque<Line> script;
    private final @Nullable Line task;
    private final ChatOptions options;
    private final List<String> heard = new ArrayList<>();

    private ScriptedModel(ChatOptions options, @Nullable Line task, Line... script) {
        this.options = options;
        this.task = task;
        this.script = new ArrayDeque<>(Arrays.asList(script));
    }

    ScriptedModel(Line... script) {
        this(Version.options(), script);
    }

    ScriptedModel(ChatOptions options, Line... script) {
        this(options, null, script);
    }

    /** Does {@code task} whenever it is not done yet, and then says the next of {@code answers}. */
    static ScriptedModel working(Line task, Line... answers) {
        return new ScriptedModel(Version.options(), task, answers);
    }

    static Line says(String text) {
        return new Line(text, List.of());
    }

    /** @param calls tool and arguments, in turns */
    static Line asks(String... calls) {
        List<AssistantMessage.ToolCall> all = new ArrayList<>();
        for (int i = 0; i < calls.length; i += 2) {
            all.add(new AssistantMessage.ToolCall("call_" + i, "function", calls[i], calls[i + 1]));
        }
        return new Line(null, all);
    }

    /** What tools have answered, as the model was told. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public ChatOptions getOptions() {
        return options;
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"}) // What 1.0 and 1.1 ask.
    public ChatOptions getDefaultOptions() {
        return options;
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        ChatResponse response = answer(prompt);
        if (!Version.runsTools(prompt, options) || !response.hasToolCalls()) {
            return response;
        }
        ToolExecutionResult result = tools.executeToolCalls(prompt, response);
        return result.returnDirect()
                ? direct(response, result)
                : call(new Prompt(result.conversationHistory(), prompt.getOptions()));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.deferContextual(here -> received(prompt).concatMap(response -> {
            if (!Version.runsTools(prompt, options) || !response.hasToolCalls()) {
                return Flux.just(response);
            }
            return Flux.deferContextual(context -> {
                        ToolExecutionResult result;
                        if (Version.HAS_HOLDER) {
                            ToolCallReactiveContextHolder.setContext(context);
                        }
                        try {
                            result = tools.executeToolCalls(prompt, response);
                        } finally {
                            if (Version.HAS_HOLDER) {
                                ToolCallReactiveContextHolder.clearContext();
                            }
                        }
                        return result.returnDirect()
                                ? Flux.just(direct(response, result))
                                : stream(new Prompt(result.conversationHistory(), prompt.getOptions()));
                    })
                    .subscribeOn(Schedulers.boundedElastic());
        }));
    }

    private Flux<ChatResponse> received(Prompt prompt) {
        return Flux.create(sink -> WIRE.add(() -> {
            sink.next(answer(prompt));
            sink.complete();
        }));
    }

    private static ChatResponse direct(ChatResponse response, ToolExecutionResult result) {
        return ChatResponse.builder()
                .from(response)
                .generations(ToolExecutionResult.buildGenerations(result))
                .build();
    }

    private synchronized ChatResponse answer(Prompt prompt) {
        List<Message> messages = prompt.getInstructions();
        if (!messages.isEmpty() && messages.get(messages.size() - 1) instanceof ToolResponseMessage told) {
            told.getResponses().forEach(response -> heard.add(response.responseData()));
        }
        Line undone = messages.stream().anyMatch(ToolResponseMessage.class::isInstance) ? null : task;
        Line line = undone != null ? undone : script.size() > 1 ? script.remove() : script.element();
        return new ChatResponse(List.of(new Generation(Version.message(line))));
    }
}
