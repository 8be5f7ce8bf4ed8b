// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * Spring AI 1.0, 1.1 and 2.0.
 *
 * <p>Where the tool loop is differs: in 1.0 it is inside every model's class, below the last advisor; in 1.1 also in an advisor of its own, if
 * the application adds that; in 2.0 only in an advisor. Whatever repeats it stands above, as another advisor or around the client.
 */
public final class SpringAiHook implements FrameworkHook {

    static final String NAME = "spring-ai";

    private static final String PACKAGE = SpringAiHook.class.getPackageName() + ".";
    private static final String AI = "org.springframework.ai.";
    private static final String CLIENT = AI + "chat.client.DefaultChatClient";
    private static final String ADVISOR = AI + "chat.client.advisor.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return CLIENT;
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty(
                        "a call of ChatClient",
                        List.of(joint(
                                CLIENT + "$DefaultCallResponseSpec",
                                "doGetObservableChatClientResponse",
                                "CallRunAdvice"))),
                new Duty(
                        "a stream of ChatClient",
                        List.of(joint(
                                CLIENT + "$DefaultStreamResponseSpec",
                                "doGetObservableFluxChatResponse",
                                "StreamRunAdvice"))),
                new Duty(
                        "the tool loop",
                        List.of(
                                joint(ADVISOR + "ToolCallingAdvisor", "adviseCall", "PassAdvice"),
                                joint(ADVISOR + "ToolCallAdvisor", "adviseCall", "PassAdvice"),
                                joint(ADVISOR + "ChatModelCallAdvisor", "adviseCall", "ModelPassAdvice"))),
                new Duty(
                        "the tool loop of a stream",
                        List.of(
                                joint(ADVISOR + "ToolCallingAdvisor", "adviseStream", "StreamPassAdvice"),
                                joint(ADVISOR + "ToolCallAdvisor", "adviseStream", "StreamPassAdvice"),
                                joint(ADVISOR + "ChatModelStreamAdvisor", "adviseStream", "ModelStreamPassAdvice"))),
                new Duty(
                        "a tool that is a method",
                        List.of(joint(AI + "tool.method.MethodToolCallback", "call", "ToolAdvice"))),
                new Duty(
                        "a tool that is a function",
                        List.of(joint(AI + "tool.function.FunctionToolCallback", "call", "ToolAdvice"))),
                new Duty(
                        "the tools of a stream",
                        List.of(joint(
                                AI + "model.tool.DefaultToolCallingManager",
                                "executeToolCalls",
                                "StreamToolsAdvice"))));
    }

    /** Every overload: versions differ in arity, and one inside the other is part of it. */
    private static Joint joint(String type, String method, String advice) {
        return new Joint(type, method, "", PACKAGE + advice);
    }
}
