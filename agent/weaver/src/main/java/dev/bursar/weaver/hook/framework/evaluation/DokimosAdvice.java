// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.evaluation;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Copied into {@code Experiment#run} of Dokimos. */
final class DokimosAdvice {

    private DokimosAdvice() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter() {
        return Door.enterRehearsal("dokimos");
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void leave(@Advice.Enter @Nullable Object token, @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(token, null, thrown);
    }
}
