// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** In the token stream that an AI service answers with. */
public final class StreamAdvice {

    private StreamAdvice() {}

    /** At the end of its constructor, inside the call of the service. */
    public static final class Made {
        private Made() {}

        @Advice.OnMethodExit(inline = false)
        public static void exit(@Advice.This Object stream) {
            Invocation.answersWith(stream);
        }
    }

    /** Around its start, which may be on another thread and is not inside the call any more. */
    public static final class Started {
        private Started() {}

        @Advice.OnMethodEnter(inline = false)
        public static @Nullable Object enter(@Advice.This Object stream) {
            return Streamed.visit(stream);
        }

        @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
        public static void exit(@Advice.Enter @Nullable Object visit, @Advice.Thrown @Nullable Throwable thrown) {
            if (visit instanceof Streamed.Visit mine) {
                mine.leave();
                // One that lacks a callback can be given it and started again.
                if (thrown != null && !thrown.getClass().getSimpleName().equals("IllegalConfigurationException")) {
                    mine.fail(thrown);
                }
            }
        }
    }
}
