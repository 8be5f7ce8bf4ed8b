// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.failsafe;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * Failsafe 3.0 and later. Every execution goes through one of two methods of its executor, and every piece of work given to it through one of
 * four functions, which call it once for each try.
 */
public final class FailsafeHook implements FrameworkHook {

    static final String NAME = "failsafe";

    private static final String EXECUTOR = "dev.failsafe.FailsafeExecutor";
    private static final String FUNCTIONS = "dev.failsafe.Functions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return EXECUTOR;
    }

    @Override
    public List<Duty> duties() {
        String run = FailsafeRunAdvice.class.getName();
        String tries = FailsafeTryAdvice.class.getName();
        String asyncTries = FailsafeAsyncTryAdvice.class.getName();
        return List.of(
                new Duty(
                        "an execution",
                        List.of(
                                new Joint(EXECUTOR, "call", "", run),
                                // What newCall gives, since 3.2.
                                new Joint("dev.failsafe.CallImpl", "execute", "", run))),
                new Duty("an asynchronous execution", List.of(new Joint(EXECUTOR, "callAsync", "", run))),
                new Duty("a try", List.of(new Joint(FUNCTIONS, "get", "", tries))),
                new Duty("an asynchronous try", List.of(new Joint(FUNCTIONS, "getPromise", "", asyncTries))),
                new Duty(
                        "a try that reports by itself",
                        List.of(new Joint(FUNCTIONS, "getPromiseExecution", "", asyncTries))),
                new Duty("a try of a stage", List.of(new Joint(FUNCTIONS, "getPromiseOfStage", "", asyncTries))));
    }
}
