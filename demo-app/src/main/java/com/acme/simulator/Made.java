// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An object that a request made: a charge, a refund, a customer and so on.
 *
 * @param object Stripe's name of its kind, such as {@code charge}
 * @param amount in the currency's smallest unit, as first asked for; 0 where the kind has none
 * @param currency lower case; empty where the kind has none
 * @param status as it is now, such as {@code succeeded} or {@code failed}
 * @param key the name of the key it was made with
 * @param idempotencyKey of the request that made it, or null
 * @param account the connected account it belongs to, or null for the platform's own
 */
public record Made(
        String object,
        String id,
        long amount,
        String currency,
        @Nullable String customer,
        String status,
        String key,
        @Nullable String idempotencyKey,
        @Nullable String account) {}
