// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.failsafe;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around a whole execution; an asynchronous one returns a future, until whose completion it lasts. */
final class FailsafeRunAdvice {

    private FailsafeRunAdvice() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter() {
        return Door.openRun("failsafe", null);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter @Nullable Object run,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(run, returned, thrown);
    }
}
