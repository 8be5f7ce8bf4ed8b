// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.api;

import dev.bursar.bridge.Door;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is copied into the API's {@code Seam}. Nothing is suppressed: where the door has no stack left to enter, the work must not run. */
final class ApiAdvice {

    private ApiAdvice() {}

    static final class EnterRun {
        private EnterRun() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) String caller,
                @Advice.Argument(1) @Nullable String id,
                @Advice.Return(readOnly = false) @Nullable Object token) {
            token = Door.enterRun(caller, id);
        }
    }

    static final class EnterCall {
        private EnterCall() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) String caller, @Advice.Return(readOnly = false) @Nullable Object token) {
            token = Door.enterAs(caller);
        }
    }

    static final class EnterAttempt {
        private EnterAttempt() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) @Nullable Object token) {
            token = Door.enterAttempt();
        }
    }

    static final class EnterRehearsal {
        private EnterRehearsal() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) @Nullable Object token) {
            token = Door.enterRehearsal("bursar-api");
        }
    }

    static final class EnterLabel {
        private EnterLabel() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) String name,
                @Advice.Argument(1) String value,
                @Advice.Return(readOnly = false) @Nullable Object token) {
            token = Door.enterLabel(name, value);
        }
    }

    static final class Leave {
        private Leave() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) Object token,
                @Advice.Argument(1) @Nullable Object returned,
                @Advice.Argument(2) @Nullable Throwable thrown) {
            Door.leave(token, returned, thrown);
        }
    }

    static final class RunId {
        private RunId() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) @Nullable String id) {
            id = Door.runId();
        }
    }

    static final class LastDecision {
        private LastDecision() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) @Nullable Map<String, String> parts) {
            parts = Door.lastDecision();
        }
    }

    static final class IsPresent {
        private IsPresent() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean present) {
            present = Door.isPresent();
        }
    }
}
