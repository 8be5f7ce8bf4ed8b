// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** What is woven into the {@link CanaryBird}. */
public final class CanaryAdvice {

    private CanaryAdvice() {}

    /** Gives the other answer, and only if the first was as expected. */
    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static Object exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) Object said) {
        return Canary.UNWOVEN.equals(said) ? Canary.WOVEN : said;
    }
}
