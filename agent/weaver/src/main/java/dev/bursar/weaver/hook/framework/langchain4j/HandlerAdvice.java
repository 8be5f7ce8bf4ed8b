// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** In the handlers that a streaming model calls on its own threads, one for each round of a stream. */
public final class HandlerAdvice {

    private HandlerAdvice() {}

    /** At the end of the constructor. */
    public static final class Made {
        private Made() {}

        @Advice.OnMethodExit(inline = false)
        public static void exit(@Advice.This Object handler) {
            Streamed.next(handler);
        }
    }

    /** Around what tells of a part of an answer. */
    public static final class Told {
        private Told() {}

        @Advice.OnMethodEnter(inline = false)
        public static @Nullable Object enter(@Advice.This Object handler) {
            return Streamed.visit(handler);
        }

        @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
        public static void exit(@Advice.Enter @Nullable Object visit) {
            if (visit instanceof Streamed.Visit mine) {
                mine.leave();
            }
        }
    }

    /** Around what is done with a whole answer: its tools, and then the next round or the end. */
    public static final class Answered {
        private Answered() {}

        @Advice.OnMethodEnter(inline = false)
        public static @Nullable Object enter(@Advice.This Object handler) {
            return Streamed.visit(handler);
        }

        @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
        public static void exit(@Advice.Enter @Nullable Object visit, @Advice.Thrown @Nullable Throwable thrown) {
            if (visit instanceof Streamed.Visit mine) {
                mine.leave();
                if (mine.isLast()) {
                    if (thrown == null) {
                        mine.end();
                    } else {
                        mine.fail(thrown);
                    }
                }
            }
        }
    }

    /**
     * Around what tells of a failure. The run has failed before anybody is told, or a retry could begin before the keys it must repeat are
     * given back; so what the application does about it is not inside that run.
     */
    public static final class Failed {
        private Failed() {}

        @Advice.OnMethodEnter(inline = false)
        public static @Nullable Object enter(@Advice.This Object handler, @Advice.Argument(0) @Nullable Object error) {
            Streamed.fail(handler, error instanceof Throwable why ? why : null);
            return Door.nobody();
        }

        @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
        public static void exit(@Advice.Enter @Nullable Object resumed) {
            Door.suspend(resumed);
        }
    }
}
