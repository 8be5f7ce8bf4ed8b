// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import com.stripe.Stripe;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Door;
import dev.bursar.bridge.GovernedCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between stripe-java's types and the bridge's. Only methods that every supported version has, with the same descriptor. */
final class StripeJavaCalls {

    private static final String CLIENT = "stripe-java " + version();

    private StripeJavaCalls() {}

    /** The call that stands behind this request; {@code null} if there is nothing to do for it. */
    static @Nullable GovernedCall open(StripeRequest request) {
        String host = request.url().getHost();
        return Door.watches(host) ? Door.open(view(request)) : null;
    }

    private static CallView view(StripeRequest request) {
        List<Map.Entry<String, String>> headers = entries(request.headers());
        HttpContent content = request.content();
        byte @Nullable [] body = content == null ? new byte[0] : content.byteArrayContent();
        if (content != null && content.contentType() != null && find(request, "Content-Type") == null) {
            headers.add(Map.entry("Content-Type", content.contentType()));
        }
        boolean large = body != null && body.length > CallView.MAX_BODY;
        return new CallView(
                CLIENT,
                request.method().name(),
                request.url().toString(),
                headers,
                large ? null : body,
                large ? "the body is larger than " + CallView.MAX_BODY + " bytes" : null);
    }

    /** The request with the mark, and without the application's key unless that is to be kept. */
    static StripeRequest marked(StripeRequest request, GovernedCall call) {
        StripeRequest marked = with(request, GovernedCall.MARK, call.mark());
        return call.keepsKey() ? marked : with(marked, "Authorization", "Bearer " + StripeJavaHook.NO_KEY);
    }

    /**
     * Names compare without case, but the SDK adds a header beside one that is spelt otherwise and then keeps either: so the name goes as
     * it is already spelt there.
     */
    private static StripeRequest with(StripeRequest request, String name, String value) {
        String there = find(request, name);
        return request.withAdditionalHeader(there == null ? name : there, value);
    }

    private static @Nullable String find(StripeRequest request, String name) {
        return request.headers().map().keySet().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
    }

    static List<Map.Entry<String, String>> entries(@Nullable HttpHeaders headers) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        if (headers != null) {
            headers.map().forEach((name, values) -> {
                // The JDK's client keeps the status line under no name.
                if (name != null) {
                    values.forEach(value -> entries.add(Map.entry(name, value)));
                }
            });
        }
        return entries;
    }

    static HttpHeaders headers(Answer answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.headers()
                .forEach(header -> headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>())
                        .add(header.getValue()));
        return HttpHeaders.of(headers);
    }

    static void answered(GovernedCall call, int status, HttpHeaders headers, byte[] body) {
        int wanted = call.bodyBytesWanted();
        boolean whole = body.length <= wanted;
        call.answered(status, entries(headers), whole ? body : Arrays.copyOf(body, wanted), whole);
    }

    static Throwable why(@Nullable Throwable thrown) {
        return thrown == null ? new IllegalStateException("stripe-java returned no response") : thrown;
    }

    /** Read at run time: the constant would be compiled in. */
    private static String version() {
        try {
            return String.valueOf(Stripe.class.getField("VERSION").get(null));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("stripe-java has no Stripe.VERSION", e);
        }
    }
}
