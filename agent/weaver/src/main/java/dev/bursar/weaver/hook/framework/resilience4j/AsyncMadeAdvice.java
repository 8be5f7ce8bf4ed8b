// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.resilience4j;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;

/** What tries a stage again and again has been made, inside its execution: all its tries belong there, on whatever thread. */
final class AsyncMadeAdvice {

    private AsyncMadeAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Advice.This Object tries) {
        Door.keep(tries);
    }
}
