// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.bridge.Door;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import javax.net.ssl.HttpsURLConnection;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The outer hook: the connection to a watched host is one of ours, with the JDK's own inside. */
public final class OpenAdvice {

    private OpenAdvice() {}

    /** The connection to hand out; {@code null} leaves the JDK's own, whose requests to a vendor the wire hook refuses. */
    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static @Nullable URLConnection exit(
            @Advice.Argument(0) @Nullable URL url, @Advice.Return @Nullable URLConnection opened) {
        try {
            if (url == null || !Door.watches(url.getHost())) {
                return null;
            }
            if (opened instanceof HttpsURLConnection secure) {
                return new GovernedHttpsConnection(secure);
            }
            return opened instanceof HttpURLConnection plain ? new GovernedHttpConnection(plain) : null;
        } catch (Throwable e) {
            Door.alarm(
                    "the hook of HttpURLConnection failed with " + e.getClass().getName());
            return null;
        }
    }
}
