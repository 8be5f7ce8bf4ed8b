// SPDX-License-Identifier: Apache-2.0
package com.acme.adk;

import com.google.adk.agents.BaseAgent;
import com.google.adk.agents.LiveRequestQueue;
import com.google.adk.agents.LlmAgent;
import com.google.adk.agents.LoopAgent;
import com.google.adk.agents.RunConfig;
import com.google.adk.agents.RunConfig.ToolExecutionMode;
import com.google.adk.events.Event;
import com.google.adk.plugins.BasePlugin;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.runner.Runner;
import com.google.adk.tools.BaseTool;
import com.google.adk.tools.FunctionTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Agents of every ADK version alike. */
final class Agents {

    /** Tells the model of a tool's failure, where ADK would end the run. */
    static final class TellModel extends BasePlugin {
        TellModel() {
            super("tell_model");
        }

        @Override
        public Maybe<Map<String, Object>> onToolErrorCallback(
                BaseTool tool, Map<String, Object> arguments, ToolContext context, Throwable failure) {
            Throwable why = failure.getCause() == null ? failure : failure.getCause();
            return Maybe.just(Map.of("error", String.valueOf(why.getMessage())));
        }
    }

    private Agents() {}

    static LlmAgent agent(String name, ScriptedLlm model, Object... tools) {
        return LlmAgent.builder()
                .name(name)
                .description(name)
                .instruction("do as you are told")
                .model(model)
                .tools(List.of(tools))
                .build();
    }

    static FunctionTool tool(Object owner, String method) {
        return FunctionTool.create(owner, method);
    }

    /** The number is an {@code int} in the oldest version. */
    static LoopAgent loop(int times, BaseAgent agent) throws ReflectiveOperationException {
        LoopAgent.Builder builder = LoopAgent.builder().name("loop").subAgents(List.of(agent));
        Method limit = Arrays.stream(LoopAgent.Builder.class.getMethods())
                .filter(method -> method.getName().equals("maxIterations")
                        && (method.getParameterTypes()[0] == int.class
                                || method.getParameterTypes()[0] == Integer.class))
                .findFirst()
                .orElseThrow();
        limit.invoke(builder, times);
        return builder.build();
    }

    static Runner runner(BaseAgent agent) {
        return new InMemoryRunner(agent, "acme", List.of(new TellModel()));
    }

    /** Tools that are called together each run on a thread of a scheduler, where the version can do that. By the name that all have. */
    @SuppressWarnings("deprecation")
    static RunConfig eachOnAThread() {
        ToolExecutionMode mode = Arrays.stream(ToolExecutionMode.values())
                .filter(each -> each.name().equals("PARALLEL_SUBSCRIBE"))
                .findFirst()
                .orElse(ToolExecutionMode.PARALLEL);
        return RunConfig.builder().setToolExecutionMode(mode).build();
    }

    /** One execution in a new session, which begins when it is subscribed to. */
    static Flowable<Event> execute(Runner runner) {
        return execute(runner, RunConfig.builder().build());
    }

    static Flowable<Event> execute(Runner runner, RunConfig config) {
        return runner.sessionService()
                .createSession("acme", "user")
                .flatMapPublisher(session -> runner.runAsync(
                        session.userId(), session.id(), Content.fromParts(Part.fromText("go")), config));
    }

    /** One live execution in a new session. */
    static Flowable<Event> live(Runner runner) {
        return runner.sessionService()
                .createSession("acme", "user")
                .flatMapPublisher(session -> runner.runLive(
                        session.userId(),
                        session.id(),
                        new LiveRequestQueue(),
                        RunConfig.builder().build()));
    }
}
