// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;
import java.util.stream.Stream;

/**
 * LangChain4j 1.0 and later: a call of an AI service is a run, a pass of its tool loop an attempt, a tool a tool. A run whose answer is
 * streamed lasts until the stream has ended.
 */
public final class LangChain4jHook implements FrameworkHook {

    static final String NAME = "langchain4j";
    static final String PACKAGE = LangChain4jHook.class.getPackageName() + ".";

    private static final String SERVICE = "dev.langchain4j.service.";
    private static final String STREAM = SERVICE + "AiServiceTokenStream";
    private static final String HANDLER = SERVICE + "AiServiceStreamingResponseHandler";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return SERVICE + "AiServices";
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                duty("the calls of AI services", joint(SERVICE + "DefaultAiServices$1", "invoke", "AiServiceAdvice")),
                duty(
                        "the tool loop",
                        joint(SERVICE + "tool.ToolService", "executeInferenceAndToolsLoop", "ToolLoopAdvice")),
                duty(
                        "the calls of tools",
                        // One overload throws what the tool threw, in every version; the others only pass it on.
                        joint(SERVICE + "tool.DefaultToolExecutor", "execute", "ToolAdvice"),
                        joint(SERVICE + "tool.ToolService", "executeWithErrorHandling", "ToolResultAdvice")),
                duty("the making of streams", joint(STREAM, "<init>", "StreamAdvice$Made")),
                duty("the start of streams", joint(STREAM, "start", "StreamAdvice$Started")),
                duty("the rounds of streams", joint(HANDLER, "<init>", "HandlerAdvice$Made")),
                duty("the answers of streams", joint(HANDLER, "onCompleteResponse", "HandlerAdvice$Answered")),
                duty("the failures of streams", joint(HANDLER, "onError", "HandlerAdvice$Failed")),
                new Duty(
                        "the parts of streams",
                        Stream.of(
                                        "onPartialResponse",
                                        "onPartialThinking",
                                        "onPartialToolCall",
                                        "onCompleteToolCall",
                                        "onUnmappedRawEvent")
                                .map(method -> joint(HANDLER, method, "HandlerAdvice$Told"))
                                .toList()));
    }

    static Duty duty(String what, Joint... joints) {
        return new Duty(what, List.of(joints));
    }

    /** Every overload: they differ from version to version. */
    static Joint joint(String type, String method, String advice) {
        return new Joint(type, method, "", PACKAGE + advice);
    }
}
