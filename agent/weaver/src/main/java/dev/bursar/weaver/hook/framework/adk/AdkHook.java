// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.adk;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * Google ADK 0.5 and later. A run is one subscription to what {@code Runner#runAsync} or {@code #runLive} returns: they are cold. ADK repeats
 * nothing by itself but tools that failed, by telling the model; {@code LoopAgent} repeats on purpose, and begins no attempt.
 *
 * <p>A tool is caught twice: where any tool is called, to see the failures that ADK tells its callbacks; and inside {@code FunctionTool}, which
 * makes an answer of what its method throws, so that nothing of it is seen further out.
 */
public final class AdkHook implements FrameworkHook {

    static final String NAME = "adk";

    private static final String ADK = "com.google.adk.";
    private static final String PACKAGE = AdkHook.class.getPackageName() + ".";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return ADK + "runner.Runner";
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty("an execution", List.of(joint("runner.Runner", "runAsync", "AdkRunAdvice"))),
                new Duty("a live execution", List.of(joint("runner.Runner", "runLive", "AdkRunAdvice"))),
                new Duty("a call of a tool", List.of(joint("flows.llmflows.Functions", "callTool", "AdkToolAdvice"))),
                new Duty("a call of a tool's method", List.of(joint("tools.FunctionTool", "call", "AdkToolAdvice"))));
    }

    private static Joint joint(String type, String method, String advice) {
        return new Joint(ADK + type, method, "", PACKAGE + advice);
    }
}
