// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.Door;
import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.GovernedCall;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * The wire hook of HTTP/2: the connection stands and the frame with the request's fields is about to be made. The dressed fields wait
 * for this thread to ask for them, see {@link Http2FieldsAdvice}; the request object never has them.
 */
public final class Http2HeadAdvice {

    private static final ThreadLocal<@Nullable Fields> DRESSED = new ThreadLocal<>();

    private Http2HeadAdvice() {}

    /** The fields of one frame, and whether they went into it. */
    static final class Fields {
        final HttpHeaders headers;
        boolean taken;

        Fields(HttpHeaders headers) {
            this.headers = headers;
        }
    }

    static @Nullable HttpHeaders take() {
        Fields fields = DRESSED.get();
        if (fields == null) {
            return null;
        }
        fields.taken = true;
        return fields.headers;
    }

    /**
     * Dresses the fields of one attempt.
     *
     * @return the fields, or {@code null} when they stay as they are
     * @throws IOException if this attempt must not go out
     */
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "request", typing = Assigner.Typing.DYNAMIC) Object request) throws IOException {
        HttpRequest hop = (HttpRequest) request;
        String mark = hop.headers().firstValue(GovernedCall.MARK).orElse(null);
        if (mark == null && !Door.watches(hop.uri().getHost())) {
            return null;
        }
        Fields fields = new Fields(
                dress(hop.headers(), Door.dress(mark, hop.method(), hop.uri().toString())));
        DRESSED.set(fields);
        return fields;
    }

    /**
     * Makes sure that they were used.
     *
     * @throws IOException if the frame was made without the dressed fields
     */
    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object fields, @Advice.Thrown @Nullable Throwable thrown)
            throws IOException {
        if (fields == null) {
            return;
        }
        DRESSED.remove();
        if (thrown == null && !((Fields) fields).taken) {
            throw new IOException("bursar does not know how this JDK writes an HTTP/2 request, so it is not sent");
        }
    }

    static HttpHeaders dress(HttpHeaders headers, Dressing dressing) {
        Map<String, List<String>> dressed = new LinkedHashMap<>();
        headers.map().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(GovernedCall.MARK) && !dressing.drops(name)) {
                dressed.put(name, new ArrayList<>(values));
            }
        });
        dressing.set()
                .forEach((name, value) ->
                        dressed.computeIfAbsent(name, none -> new ArrayList<>()).add(value));
        return HttpHeaders.of(dressed, (name, value) -> true);
    }
}
