// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springcore;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** At the beginning of what the loop reports a failed try to. */
public final class SpringCoreFailureAdvice {

    private SpringCoreFailureAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable Object failure) {
        SpringCoreLoopAdvice.LOOPS.failed(failure instanceof Throwable why ? why : null);
    }
}
