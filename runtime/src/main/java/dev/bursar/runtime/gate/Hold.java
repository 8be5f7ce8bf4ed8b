// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * What was set aside for one call.
 *
 * @param ledger where; {@code null} if there was nothing to set aside
 * @param fresh whether this call made it: {@code false} for a repeat under a known key
 */
record Hold(@Nullable Ledger ledger, String key, boolean fresh) {

    void settle(@Nullable Money moved) {
        if (ledger != null) {
            ledger.settle(key, moved);
        }
    }

    void release() {
        if (ledger != null) {
            ledger.release(key);
        }
    }

    void unknown() {
        if (ledger != null) {
            ledger.unknown(key);
        }
    }
}
