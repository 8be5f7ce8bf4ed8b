// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is copied into the fork-join framework, where a task is its own work. */
final class ForkAdvice {

    private ForkAdvice() {}

    static final class Fork {
        private Fork() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object task) {
            Door.fork(task);
        }
    }

    static final class Submit {
        private Submit() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) @Nullable Object task) {
            Door.fork(task);
        }
    }

    static final class Run {
        private Run() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This Object task) {
            return Door.run(task);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object resumed) {
            Door.suspend(resumed);
        }
    }

    /** A waiting thread runs other work that is queued: whose it is, that work says itself, or nobody does. */
    static final class Help {
        private Help() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter() {
            return Door.nobody();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object taken) {
            Door.suspend(taken);
        }
    }
}
