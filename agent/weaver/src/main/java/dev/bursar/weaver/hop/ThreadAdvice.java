// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is copied into {@link Thread}. */
final class ThreadAdvice {

    private ThreadAdvice() {}

    static final class Start {
        private Start() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Thread thread) {
            Door.starts(thread);
        }
    }

    /** A thread that is made here, but started who knows where, by a method that is never woven. */
    static final class Made {
        private Made() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return @Nullable Thread thread) {
            if (thread != null) {
                Door.starts(thread);
            }
        }
    }
}
