// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys that the simulator accepts, and which of them a request presents. */
final class Keys {
    private final Map<String, SimKey> bySecret = new ConcurrentHashMap<>();

    void add(SimKey key) {
        bySecret.put(key.secret(), key);
    }

    /** What the ledger calls the presented key. */
    String nameOf(@Nullable String authorization) {
        String secret = secret(authorization);
        if (secret == null) {
            return "none";
        }
        SimKey key = bySecret.get(secret);
        return key == null ? "unknown" : key.name();
    }

    SimKey presented(@Nullable String authorization) throws ApiError {
        String secret = secret(authorization);
        if (secret == null) {
            throw ApiError.nobody("You did not provide an API key.");
        }
        SimKey key = bySecret.get(secret);
        if (key == null) {
            throw ApiError.nobody("Invalid API Key provided.");
        }
        return key;
    }

    /** Bearer, or basic with the key as the user, as Stripe takes both. */
    private static @Nullable String secret(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String given = authorization.substring(space + 1).trim();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> given;
            case "basic" -> user(given);
            default -> null;
        };
    }

    private static @Nullable String user(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
