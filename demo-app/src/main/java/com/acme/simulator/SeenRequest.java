// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came over the wire, whether it was carried out or not.
 *
 * @param number 1 for the first request since the last reset
 * @param method upper case
 * @param path without the query
 * @param key the name of the key presented: {@code none} if there was none, {@code unknown} if it is not one of ours
 * @param idempotencyKey as sent, or null
 * @param account the {@code Stripe-Account} header, or null
 * @param params query and form, flat, in the order sent
 * @param headers all headers, names in lower case; this is where the presented secret stands, and {@link #toString}
 *     leaves them out
 * @param status what was answered; 0 while it is under way or if the connection was dropped instead
 * @param replayed whether the answer was a stored one
 */
public record SeenRequest(
        long number,
        String method,
        String path,
        String key,
        @Nullable String idempotencyKey,
        @Nullable String account,
        Map<String, String> params,
        Map<String, List<String>> headers,
        int status,
        boolean replayed) {

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    SeenRequest answered(int newStatus, boolean wasReplayed) {
        return new SeenRequest(
                number, method, path, key, idempotencyKey, account, params, headers, newStatus, wasReplayed);
    }

    @Override
    public String toString() {
        return number + " " + method + " " + path + " key=" + key + " idempotency=" + idempotencyKey + " " + params
                + " -> " + status + (replayed ? " replayed" : "");
    }
}
