// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.smallrye;

import dev.bursar.bridge.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around a whole execution, which is kept beside its context for the tries. */
public final class SmallRyeRunAdvice {

    private static final boolean FUTURES = futures();

    private SmallRyeRunAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) Object context) {
        Object run = Door.openRun(SmallRyeHook.NAME, null);
        Door.keep(context);
        return run;
    }

    /** Gives what the strategy is to return. */
    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(
            @Advice.Enter @Nullable Object run,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (FUTURES && run != null && returned != null) {
            return SmallRyeFutures.left(run, returned);
        }
        Door.leave(run, returned, thrown);
        return returned;
    }

    /** Whether strategies return futures of the library's own, as they do since 6.3. */
    private static boolean futures() {
        try {
            Class.forName("io.smallrye.faulttolerance.core.Future", false, SmallRyeRunAdvice.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
