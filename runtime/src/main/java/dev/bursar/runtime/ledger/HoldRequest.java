// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money to be set aside before a call is sent.
 *
 * @param key the idempotency key, or for a call without one an id of its own: the same key is the same hold
 * @param caller whose caps it counts against
 * @param run the run it belongs to, for caps per run
 * @param at the time of the call, which decides its windows
 * @param amount the most it can cost; {@code null} if it moves no money
 * @param caps all of the caller's caps
 */
public record HoldRequest(
        String key,
        String caller,
        String run,
        Instant at,
        @Nullable Money amount,
        List<Cap> caps) {

    /** @throws IllegalArgumentException if the key is empty, or the amount negative: a hold can never make room */
    public HoldRequest {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a hold needs a key");
        }
        if (amount != null && amount.micros() < 0) {
            throw new IllegalArgumentException("`" + amount + "` cannot be held: it is less than nothing");
        }
        caps = List.copyOf(caps);
    }
}
