// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the application's method that makes a call. Costs 5 to 27 microseconds, so it is asked only where something changes. */
final class CallSites {

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final int DEEPEST = 64;
    private static final List<String> NOT_THE_APPLICATION =
            List.of("java.", "javax.", "jdk.", "sun.", "com.stripe.", "dev.bursar.");

    private CallSites() {}

    /** @return {@code com.acme.Tool#charge:31}; {@code null} if no frame near the top is the application's */
    static @Nullable String find() {
        Optional<StackFrame> frame = WALKER.walk(frames -> frames.limit(DEEPEST)
                .filter(each -> isApplication(each.getClassName()))
                .findFirst());
        return frame.map(each -> each.getClassName() + "#" + each.getMethodName() + ":" + each.getLineNumber())
                .orElse(null);
    }

    private static boolean isApplication(String type) {
        for (String prefix : NOT_THE_APPLICATION) {
            if (type.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }
}
