// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springretry;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/** Spring Retry 2.0 and later; 1.x is compiled for a JVM too old to be woven. Its loop is one method, which reports each failure to another before it tries again. */
public final class SpringRetryHook implements FrameworkHook {

    static final String NAME = "spring-retry";

    private static final String TEMPLATE = "org.springframework.retry.support.RetryTemplate";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return TEMPLATE;
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty(
                        "an execution",
                        List.of(new Joint(TEMPLATE, "doExecute", "", SpringRetryLoopAdvice.class.getName()))),
                new Duty(
                        "a failed try",
                        List.of(new Joint(
                                TEMPLATE, "registerThrowable", "", SpringRetryFailureAdvice.class.getName()))));
    }
}
