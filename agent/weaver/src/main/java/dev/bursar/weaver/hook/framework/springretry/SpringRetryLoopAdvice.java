// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springretry;

import dev.bursar.weaver.hook.framework.retry.Loops;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around the loop of one execution. */
public final class SpringRetryLoopAdvice {

    static final Loops LOOPS = new Loops(SpringRetryHook.NAME);

    private SpringRetryLoopAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        return LOOPS.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object loop,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        LOOPS.end(loop, returned, thrown);
    }
}
