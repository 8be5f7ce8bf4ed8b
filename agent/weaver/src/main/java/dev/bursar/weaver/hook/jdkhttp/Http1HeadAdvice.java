// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.Door;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.hook.wire.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** The wire hook of HTTP/1.1: the connection stands, the bytes of the head are made, and nothing has been written. */
public final class Http1HeadAdvice {

    private Http1HeadAdvice() {}

    /**
     * Dresses the head of one attempt.
     *
     * @throws IOException if this attempt must not go out; the client fails the exchange with it and closes the connection
     */
    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static Object exit(
            @Advice.FieldValue(value = "request", typing = Assigner.Typing.DYNAMIC) Object request,
            @Advice.Return List<ByteBuffer> head)
            throws IOException {
        HttpRequest hop = (HttpRequest) request;
        // A tunnel is opened with a head of the proxy's own; what goes through it comes here by itself.
        if (hop.method().equals("CONNECT")) {
            return head;
        }
        URI uri = hop.uri();
        if (!Door.watches(uri.getHost())
                && hop.headers().firstValue(GovernedCall.MARK).isEmpty()) {
            return head;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer part : head) {
            byte[] copy = new byte[part.remaining()];
            part.duplicate().get(copy);
            bytes.writeBytes(copy);
        }
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        return List.of(ByteBuffer.wrap(RequestHead.dress(bytes.toByteArray(), origin)));
    }
}
