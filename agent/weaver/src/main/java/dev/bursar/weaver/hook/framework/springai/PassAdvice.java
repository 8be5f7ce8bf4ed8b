// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Copied into the advisor that is the tool loop: one entry is one pass, however many times the model is asked in it. */
final class PassAdvice {

    private PassAdvice() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter() {
        return Door.beginAttempt(SpringAiHook.NAME);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter @Nullable Object attempt, @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(attempt, null, thrown);
    }
}
