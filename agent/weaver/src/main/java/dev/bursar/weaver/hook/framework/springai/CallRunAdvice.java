// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around one blocking execution of the advisors' chain: a run. */
public final class CallRunAdvice {

    private CallRunAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object request) {
        return Door.openRun(SpringAiHook.NAME, Conversation.of(request));
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object run, @Advice.Thrown @Nullable Throwable thrown) {
        Door.leave(run, null, thrown);
    }
}
