// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.bridge.Door;
import java.util.TimerTask;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * What is copied into {@link java.util.Timer} and its queue. The work is a class of the application's own, which cannot be replaced or woven,
 * so the timer's thread itself changes scope: it has the task's from where it takes that off the queue to run it, until it looks for the next.
 */
final class TimerAdvice {

    private TimerAdvice() {}

    static final class Schedule {
        private Schedule() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) @Nullable TimerTask task) {
            if (task != null) {
                Door.keep(task);
            }
        }
    }

    /** Both are called by the timer's thread alone, the first task of the queue being the one that is due. */
    static final class Fire {
        private Fire() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("queue") TimerTask[] queue) {
            Door.turnTo(queue[1]);
        }
    }

    static final class Next {
        private Next() {}

        @Advice.OnMethodEnter
        static void enter() {
            Door.turnTo(null);
        }
    }
}
