// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/** What differs between the versions of Spring AI that these classes, compiled with the newest, run on. */
final class Version {

    static final boolean HAS_HOLDER = has("org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder");
    static final boolean HAS_VALIDATION =
            has("org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor");
    static final boolean HAS_TOOL_ADVISOR = has("org.springframework.ai.chat.client.advisor.ToolCallAdvisor");

    /** Whether models run tools themselves unless told not to. */
    static final boolean LOOP_IN_MODEL =
            method(ToolCallingChatOptions.class, "getInternalToolExecutionEnabled") != null;

    private Version() {}

    /** Options of a model that knows tools. */
    static ChatOptions options() {
        return build(builder());
    }

    /** Options of a model that leaves the tools to whoever asks it, even where models run them by themselves. */
    static ChatOptions optionsWithoutLoop() {
        Object builder = builder();
        try {
            for (Method each : builder.getClass().getMethods()) {
                if (each.getName().equals("internalToolExecutionEnabled")) {
                    each.invoke(builder, false);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return build(builder);
    }

    static boolean runsTools(Prompt prompt, ChatOptions defaults) {
        if (!LOOP_IN_MODEL) {
            return false;
        }
        Boolean said = said(prompt.getOptions());
        return !Boolean.FALSE.equals(said == null ? said(defaults) : said);
    }

    static AssistantMessage message(ScriptedModel.Line line) {
        String text = line.text() == null ? "" : line.text();
        if (line.calls().isEmpty()) {
            return new AssistantMessage(text);
        }
        try {
            if (method(AssistantMessage.class, "builder") != null) {
                return AssistantMessage.builder()
                        .content(text)
                        .toolCalls(line.calls())
                        .build();
            }
            return AssistantMessage.class
                    .getConstructor(String.class, Map.class, List.class)
                    .newInstance(text, Map.of(), line.calls());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object builder() {
        try {
            return ToolCallingChatOptions.class.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChatOptions build(Object builder) {
        try {
            return (ChatOptions) ChatOptions.Builder.class.getMethod("build").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Boolean said(@Nullable ChatOptions options) {
        try {
            Method enabled = method(ToolCallingChatOptions.class, "getInternalToolExecutionEnabled");
            return enabled != null && options instanceof ToolCallingChatOptions
                    ? (Boolean) enabled.invoke(options)
                    : null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static boolean has(String type) {
        try {
            Class.forName(type, false, Version.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
