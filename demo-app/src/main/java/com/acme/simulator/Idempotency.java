// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe keeps under an idempotency key: per account, the parameters and the answer once execution began, failures
 * included.
 */
final class Idempotency {
    private record Slot(@Nullable String account, String key) {}

    private record Kept(String fingerprint, @Nullable Answer answer) {}

    private final Map<Slot, Kept> kept = new HashMap<>();

    /**
     * Takes the key for an execution that the caller must end with {@link #finish} or {@link #forget}.
     *
     * @return the stored answer to replay, or null if the caller is to execute
     * @throws ApiError 400 if the key was used with other parameters, 409 if an equal request is under way
     */
    synchronized @Nullable Answer begin(@Nullable String account, String key, String fingerprint) throws ApiError {
        Slot slot = new Slot(account, key);
        Kept earlier = kept.get(slot);
        if (earlier == null) {
            kept.put(slot, new Kept(fingerprint, null));
            return null;
        }
        if (!earlier.fingerprint.equals(fingerprint)) {
            throw ApiError.keyReused(key);
        }
        if (earlier.answer == null) {
            throw ApiError.keyInUse(key);
        }
        return earlier.answer;
    }

    synchronized void finish(@Nullable String account, String key, Answer answer) {
        kept.computeIfPresent(new Slot(account, key), (slot, begun) -> new Kept(begun.fingerprint, answer));
    }

    /** Nothing was executed: the key is free again. */
    synchronized void forget(@Nullable String account, String key) {
        kept.remove(new Slot(account, key));
    }

    synchronized void clear() {
        kept.clear();
    }
}
