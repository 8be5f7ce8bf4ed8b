// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Around the execution of what the model asked for. In a stream that is on a thread of Reactor's choice; then the scope of the pass is in the
 * subscription's context.
 */
public final class StreamToolsAdvice {

    private StreamToolsAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        // A thread that has a scope may be deeper than the subscription: what is there is never replaced by less.
        return Door.capture() == null ? Door.resume(Streams.scopeOfTools()) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object resumed) {
        Door.suspend(resumed);
    }
}
