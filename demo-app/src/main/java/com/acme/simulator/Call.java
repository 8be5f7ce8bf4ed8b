// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A request that was let in: known key, known operation, permission given.
 *
 * @param id the id in the path, empty for an operation without one
 * @param declined whether a fault says that the card is declined
 */
record Call(
        SimKey key,
        @Nullable String account,
        @Nullable String idempotencyKey,
        String path,
        String id,
        Params params,
        boolean declined) {}
