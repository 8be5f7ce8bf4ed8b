// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.smallrye;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around the guarded invocation itself: a try, if a retry has kept its execution beside the context. */
final class SmallRyeTryAdvice {

    private SmallRyeTryAdvice() {}

    @Advice.OnMethodEnter
    @SuppressWarnings("UnusedVariable") // Read at the exit.
    static void enter(
            @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) @Nullable Object context,
            @Advice.Local("resumed") @Nullable Object resumed,
            @Advice.Local("attempt") @Nullable Object attempt) {
        resumed = Door.kept(context);
        attempt = resumed == null ? null : Door.beginAttempt("smallrye-fault-tolerance");
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown,
            @Advice.Local("resumed") @Nullable Object resumed,
            @Advice.Local("attempt") @Nullable Object attempt) {
        Door.leave(attempt, returned, thrown);
        Door.suspend(resumed);
    }
}
