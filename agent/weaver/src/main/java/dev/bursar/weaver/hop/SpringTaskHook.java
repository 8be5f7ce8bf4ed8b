// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * Spring's executors that start a thread for each task, behind {@code @Async} and others. Those that have a pool hand their work to one of the
 * JDK's.
 */
public final class SpringTaskHook implements FrameworkHook {

    private static final String TASK = "org.springframework.core.task.";
    private static final String RUNNABLE = "(Ljava/lang/Runnable;)V";

    @Override
    public String name() {
        return "spring-task";
    }

    @Override
    public String marker() {
        return TASK + "SimpleAsyncTaskExecutor";
    }

    @Override
    public List<Duty> duties() {
        String carry = CarryAdvice.Runnable0.class.getName();
        return List.of(new Duty(
                "a task that gets a thread of its own",
                List.of(
                        new Joint(TASK + "SimpleAsyncTaskExecutor", "doExecute", RUNNABLE, carry),
                        new Joint(TASK + "VirtualThreadTaskExecutor", "execute", RUNNABLE, carry))));
    }
}
