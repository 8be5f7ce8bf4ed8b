// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.bridge.Door;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.Advice.AssignReturned.ToFields.ToField;
import org.jspecify.annotations.Nullable;

/**
 * The wire hook: while the JDK prints one request, and again each time it repeats one by itself, its stream is exchanged for one that
 * dresses the head.
 */
public final class HeadAdvice {

    private HeadAdvice() {}

    /** The stream to print to; {@code null} leaves the JDK's own. */
    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToFields(@ToField("serverOutput"))
    public static @Nullable PrintStream enter(
            @Advice.FieldValue("url") @Nullable URL url, @Advice.FieldValue("serverOutput") PrintStream output)
            throws IOException {
        // A governed connection that was redirected elsewhere still carries its mark.
        if (url == null || (!Door.watches(url.getHost()) && !Conversation.underWay())) {
            return null;
        }
        return new HeadStream(output, url.getProtocol() + "://" + url.getAuthority());
    }

    /**
     * Ends the exchange.
     *
     * @return the JDK's own stream, to be put back
     * @throws IOException if the request was not written; the exchanged stream then stays, and nothing goes out on this connection again
     */
    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    @Advice.AssignReturned.ToFields(@ToField("serverOutput"))
    public static @Nullable PrintStream exit(@Advice.Enter @Nullable PrintStream exchanged) throws IOException {
        return exchanged == null ? null : ((HeadStream) exchanged).written();
    }
}
