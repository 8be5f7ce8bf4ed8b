// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.coroutines;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/** kotlinx.coroutines 1.6 and later: the one place where the context of a new coroutine is made, and that where a running one changes its own. */
public final class CoroutinesHook implements FrameworkHook {

    private static final String CONTEXTS = "kotlinx.coroutines.CoroutineContextKt";
    private static final String CONTEXT = "Lkotlin/coroutines/CoroutineContext;";

    @Override
    public String name() {
        return "kotlinx.coroutines";
    }

    @Override
    public String marker() {
        return CONTEXTS;
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty(
                        "the start of a coroutine",
                        List.of(joint("Lkotlinx/coroutines/CoroutineScope;", StartAdvice.class))),
                new Duty("a change of a coroutine's context", List.of(joint(CONTEXT, ChangeAdvice.class))));
    }

    private static Joint joint(String receiver, Class<?> advice) {
        return new Joint(CONTEXTS, "newCoroutineContext", "(" + receiver + CONTEXT + ")" + CONTEXT, advice.getName());
    }
}
