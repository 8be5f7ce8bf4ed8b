// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A scheduler takes a task: it will run in the scope it was given in. */
final class ScheduleAdvice {

    private ScheduleAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) @Nullable Runnable task) {
        task = Door.carry(task);
    }
}
