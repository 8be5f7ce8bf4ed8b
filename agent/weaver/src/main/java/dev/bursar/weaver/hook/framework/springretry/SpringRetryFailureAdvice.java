// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springretry;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** At the beginning of what the loop reports a failed try to. */
public final class SpringRetryFailureAdvice {

    private SpringRetryFailureAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(3) @Nullable Object failure) {
        SpringRetryLoopAdvice.LOOPS.failed(failure instanceof Throwable why ? why : null);
    }
}
