// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.resilience4j;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around one try of a stage. */
final class AsyncTryAdvice {

    private AsyncTryAdvice() {}

    @Advice.OnMethodEnter
    @SuppressWarnings("UnusedVariable") // Read at the exit.
    static void enter(
            @Advice.This Object tries,
            @Advice.Local("resumed") @Nullable Object resumed,
            @Advice.Local("attempt") @Nullable Object attempt) {
        resumed = Door.kept(tries);
        attempt = Door.beginAttempt("resilience4j");
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Advice.Thrown @Nullable Throwable thrown,
            @Advice.Local("resumed") @Nullable Object resumed,
            @Advice.Local("attempt") @Nullable Object attempt) {
        Door.leave(attempt, null, thrown);
        Door.suspend(resumed);
    }
}
