// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import static dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook.duty;
import static dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook.joint;

import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/** Quarkus LangChain4j, which implements AI services itself. What answers with a {@code Multi} opens no run. */
public final class QuarkusLangChain4jHook implements FrameworkHook {

    private static final String RUNTIME = "io.quarkiverse.langchain4j.runtime.";
    private static final String SUPPORT = RUNTIME + "aiservice.AiServiceMethodImplementationSupport";

    @Override
    public String name() {
        return "quarkus-langchain4j";
    }

    @Override
    public String marker() {
        return SUPPORT;
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                duty("the calls of AI services", joint(SUPPORT, "implement", "QuarkusServiceAdvice")),
                duty(
                        "the calls of tools",
                        joint(RUNTIME + "tool.QuarkusToolExecutor", "executeWithContext", "ToolAdvice")));
    }
}
