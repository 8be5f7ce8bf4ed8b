// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is copied into RxJava's way from an operator to a thread. */
final class ScheduleAdvice {

    private ScheduleAdvice() {}

    /** Where every scheduler, RxJava's or not, has its tasks decorated. */
    static final class Decorated {
        private Decorated() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) @Nullable Runnable work) {
            work = Door.carry(work);
        }
    }

    /** The one scheduler that decorates nothing: it runs on the thread of whoever came first. */
    static final class Enqueued {
        private Enqueued() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) @Nullable Runnable work) {
            work = Door.carry(work);
        }
    }

    /** A thread that empties a queue of tasks: whose each is, it says itself, or nobody does. */
    static final class Drain {
        private Drain() {}

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
