// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.smallrye;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * SmallRye Fault Tolerance 5.6 and later. An invocation is guarded by strategies around each other, of which retrying is one and the invocation
 * itself the innermost; one context object goes through them all, whatever the thread.
 */
public final class SmallRyeHook implements FrameworkHook {

    static final String NAME = "smallrye-fault-tolerance";

    private static final String CORE = "io.smallrye.faulttolerance.core.";
    private static final String RETRY = CORE + "retry.Retry";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return RETRY;
    }

    @Override
    public List<Duty> duties() {
        String run = SmallRyeRunAdvice.class.getName();
        return List.of(
                new Duty(
                        "an execution",
                        List.of(
                                new Joint(RETRY, "apply", "", run),
                                // A class of its own up to 6.2; the descriptor leaves out its bridge method.
                                new Joint(
                                        CORE + "retry.CompletionStageRetry",
                                        "apply",
                                        "(L" + CORE.replace('.', '/')
                                                + "InvocationContext;)Ljava/util/concurrent/CompletionStage;",
                                        run))),
                new Duty(
                        "a try",
                        List.of(new Joint(CORE + "Invocation", "apply", "", SmallRyeTryAdvice.class.getName()))));
    }
}
