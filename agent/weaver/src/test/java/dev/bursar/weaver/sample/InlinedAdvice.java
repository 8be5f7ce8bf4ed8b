// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.sample;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;

/** Advice that is copied in and calls the bridge. */
public final class InlinedAdvice {

    private InlinedAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) long returned) {
        if (Door.watches("inlined.example")) {
            returned = 42;
        }
    }
}
