// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Money that moved.
 *
 * @param direction in, towards the account; out, away from it
 * @param amount in the currency's smallest unit, always positive
 * @param currency lower case
 * @param customer whose money it was, or null
 * @param key the name of the key that moved it
 * @param account the connected account, or null for the platform's own
 * @param objectId the charge, refund, payout or transfer
 */
public record Movement(
        Direction direction,
        long amount,
        String currency,
        @Nullable String customer,
        String key,
        @Nullable String account,
        String objectId) {

    /** Seen from the account. */
    public enum Direction {
        IN,
        OUT
    }
}
