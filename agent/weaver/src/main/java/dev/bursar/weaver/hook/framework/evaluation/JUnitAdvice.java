// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.evaluation;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;

/** Copied into every beginning of a launch. There is nothing to leave: what tests have started goes on after them. */
final class JUnitAdvice {

    private JUnitAdvice() {}

    @Advice.OnMethodEnter
    static void enter() {
        Door.enterRehearsal("junit");
    }
}
