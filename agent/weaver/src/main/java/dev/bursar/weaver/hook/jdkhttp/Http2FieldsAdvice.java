// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import java.net.http.HttpHeaders;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Hands the dressed fields to the HTTP/2 frame that is being made on this thread, and to nobody else. */
public final class Http2FieldsAdvice {

    private Http2FieldsAdvice() {}

    /** The dressed fields; {@code null} leaves the request's own. */
    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static @Nullable HttpHeaders exit() {
        return Http2HeadAdvice.take();
    }
}
