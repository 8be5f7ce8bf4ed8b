// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springcore;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * The retry of Spring Framework 7. Its loop is one method, and what keeps the failures is told of each before the next try; where
 * nothing does, as in 7.0.0, the work itself is surrounded.
 */
public final class SpringCoreHook implements FrameworkHook {

    static final String NAME = "spring-core";

    private static final String TEMPLATE = "org.springframework.core.retry.RetryTemplate";

    /** What is told of each failure, in versions that have it. */
    static final String STATE = TEMPLATE + "$MutableRetryState";

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
        return List.of(new Duty(
                "an execution",
                List.of(
                        new Joint(TEMPLATE, "execute", "", SpringCoreLoopAdvice.class.getName()),
                        new Joint(STATE, "addException", "", SpringCoreFailureAdvice.class.getName()))));
    }
}
