// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Money to be set aside before a call is sent.
 *
 * @param key the idempotency key, or for a call without one an id of its own: the same key is the same hold
 * @param at the time of the call, which decides its windows
 * @param amount the most it can cost; {@code null} if it moves no money
 * @param payers every caller on the stack, each once, the innermost first: whose the key is
 */
public record HoldRequest(String key, Instant at, @Nullable Money amount, List<Payer> payers) {

    /** @throws IllegalArgumentException if the key is empty, the amount negative (a hold can never make room), or a payer missing or twice there */
    public HoldRequest {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a hold needs a key");
        }
        if (amount != null && amount.micros() < 0) {
            throw new IllegalArgumentException("`" + amount + "` cannot be held: it is less than nothing");
        }
        payers = List.copyOf(payers);
        if (payers.isEmpty()) {
            throw new IllegalArgumentException("a hold needs a caller");
        }
        if (payers.size() > 1) {
            Set<String> names = new HashSet<>();
            for (Payer payer : payers) {
                if (!names.add(payer.caller())) {
                    throw new IllegalArgumentException("`" + payer.caller() + "` would be charged twice");
                }
            }
        }
    }

    /** Of a call with one caller on its stack. */
    public HoldRequest(String key, String caller, String run, Instant at, @Nullable Money amount, List<Cap> caps) {
        this(key, at, amount, List.of(new Payer(caller, run, caps)));
    }

    /** The innermost caller, whose the key is. */
    public String caller() {
        return payers.get(0).caller();
    }
}
