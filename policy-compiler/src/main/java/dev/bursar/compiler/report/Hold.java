// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Recorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the calls under one idempotency key have set aside, as the ledger has it. */
final class Hold {

    /** What has become of it. */
    enum State {
        HELD,
        SETTLED,
        RELEASED,
        UNKNOWN
    }

    /**
     * Who pays: a caller, for one of its runs.
     *
     * @param name of the caller
     */
    record Payer(String name, String run) {}

    final long sequence;
    final Entry first;
    final List<Payer> payers;
    State state = State.HELD;

    /** Of {@link Entry#amount()}; 0 without one. */
    long charged;

    /** Calls under the key that may each have been carried out, had each had a key of its own. */
    int passes;

    /** Of these, without an outcome. */
    int open;

    Instant last;

    /** Why it is unknown. */
    @Nullable
    Entry outcome;

    Hold(Recorded admitted, List<Payer> payers) {
        this.sequence = admitted.sequence();
        this.first = admitted.entry();
        this.payers = payers;
        this.charged = micros(first.amount());
        this.last = first.time();
    }

    boolean isDoubtful() {
        return state == State.HELD || state == State.UNKNOWN;
    }

    private static long micros(@Nullable Money money) {
        return money == null ? 0 : money.micros();
    }
}
