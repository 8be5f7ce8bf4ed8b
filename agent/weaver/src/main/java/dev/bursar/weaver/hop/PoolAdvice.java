// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.bridge.Door;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is copied into {@link ThreadPoolExecutor}. */
final class PoolAdvice {

    private PoolAdvice() {}

    static final class Execute {
        private Execute() {}

        @Advice.OnMethodEnter
        static void enter(
                @Advice.This ThreadPoolExecutor pool,
                @Advice.Argument(value = 0, readOnly = false) @Nullable Runnable work) {
            work = Door.carry(pool, work);
        }
    }

    static final class ShutdownNow {
        private ShutdownNow() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return @Nullable List<Runnable> works) {
            Door.unwrap(works);
        }
    }

    static final class Remove {
        private Remove() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.This ThreadPoolExecutor pool,
                @Advice.Argument(0) @Nullable Runnable work,
                @Advice.Return(readOnly = false) boolean removed) {
            removed = removed || Door.remove(pool, work);
        }
    }
}
