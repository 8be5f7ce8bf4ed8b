// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import static dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook.duty;
import static dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook.joint;

import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * langchain4j-agentic: a call of an agentic system is a run, inside which the AI services that are its agents have runs of their own. An agent
 * that fails is treated as a tool that fails, so that a retry by an error handler repeats its keys. A loop of the workflow is new work.
 */
public final class LangChain4jAgenticHook implements FrameworkHook {

    private static final String INTERNAL = "dev.langchain4j.agentic.internal.";

    @Override
    public String name() {
        return "langchain4j-agentic";
    }

    @Override
    public String marker() {
        return "dev.langchain4j.agentic.AgenticServices";
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                duty(
                        "the calls of agentic systems",
                        joint(INTERNAL + "PlannerBasedInvocationHandler", "executeAgentMethod", "AgenticSystemAdvice"),
                        // Before 1.8.
                        joint(
                                INTERNAL + "AbstractAgentInvocationHandler",
                                "executeAgentMethod",
                                "AgenticSystemAdvice")),
                duty("the calls of agents", joint(INTERNAL + "AgentInvoker", "invoke", "ToolAdvice")));
    }
}
