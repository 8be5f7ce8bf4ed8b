// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.boundary;

import dev.bursar.bridge.Door;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * What is copied into a bound method. Nothing is suppressed: the door's entry and exit never throw. Arguments and results are handed over
 * only where they can matter, because handing them over means boxing them.
 */
final class BoundaryAdvice {

    private BoundaryAdvice() {}

    /** Stands for the number of the method's site, a constant in the woven code. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface SiteNumber {}

    static final class Enter {
        private Enter() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@SiteNumber int site) {
            return Door.enter(site);
        }
    }

    static final class EnterWithArguments {
        private EnterWithArguments() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @SiteNumber int site,
                @Advice.AllArguments(typing = Assigner.Typing.DYNAMIC) @Nullable Object[] arguments) {
            return Door.enter(site, arguments);
        }
    }

    static final class Leave {
        private Leave() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void leave(@Advice.Enter @Nullable Object frame, @Advice.Thrown @Nullable Throwable thrown) {
            Door.leave(frame, null, thrown);
        }
    }

    static final class LeaveWithResult {
        private LeaveWithResult() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void leave(
                @Advice.Enter @Nullable Object frame,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
                @Advice.Thrown @Nullable Throwable thrown) {
            Door.leave(frame, returned, thrown);
        }
    }
}
