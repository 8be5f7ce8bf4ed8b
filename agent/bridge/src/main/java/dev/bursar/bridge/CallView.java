// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a client is about to make it, seen by an outer hook before anything connects.
 *
 * @param client the client that makes it, with its version where it has one, such as {@code stripe-java 33.3.0}
 * @param method the HTTP method in capitals
 * @param url the absolute URL, exactly as the client will use it
 * @param headers the headers in order, names as the application wrote them; a name may repeat
 * @param body the body's bytes; empty when there is none; {@code null} when it cannot be read without spending it or is larger than
 *     {@link #MAX_BODY}, and then {@code bodyProblem} says so
 * @param bodyProblem why {@code body} is {@code null}, else {@code null}
 */
public record CallView(
        String client,
        String method,
        String url,
        List<Map.Entry<String, String>> headers,
        byte @Nullable [] body,
        @Nullable String bodyProblem) {

    /** The largest body, in bytes, that a hook reads into a view: 8 MiB. */
    public static final int MAX_BODY = 8 << 20;

    /** No headers or body: a request may carry a key, and a record's default would print it. */
    @Override
    public String toString() {
        return client + " " + method;
    }
}
