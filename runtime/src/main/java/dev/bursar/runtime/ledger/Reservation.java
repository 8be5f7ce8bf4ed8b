// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger says to a {@link HoldRequest}. */
public sealed interface Reservation {

    /**
     * Money is set aside.
     *
     * @param fresh whether this made the hold; {@code false} if the key was known, and then nothing more was counted
     * @param balances where each cap stands with this hold in it, in the order of the request's payers and their caps; for a known key, of
     *     those it counts against
     * @param since when the hold was made; of a known key that is in a shared ledger, to the minute
     */
    record Held(boolean fresh, List<Balance> balances, Instant since) implements Reservation {}

    /**
     * A cap has no room: nothing was set aside.
     *
     * @param balance the cap, and where it stands without this call
     */
    record Exhausted(Balance balance) implements Reservation {}

    /**
     * A caller has money caps, but none in the currency of the amount, so that nothing would limit it: nothing was set aside.
     *
     * @param caller which of the payers
     * @param currency of the amount
     */
    record Uncovered(String caller, String currency) implements Reservation {}

    /**
     * The key is known and stands for another hold: for one of another caller, in another currency, or for less. Nothing more was set
     * aside; the call must be refused, or carry another key.
     *
     * @param why one clause, such as {@code the key already stands for 10.00 USD}
     */
    record Mismatch(String why) implements Reservation {}

    /**
     * The ledger cannot answer: a call that moves money must be refused.
     *
     * @param refusesReads whether one that moves none must be, too
     */
    record Unavailable(String why, boolean refusesReads) implements Reservation {
        /** Of a ledger without which calls that move no money may go on. */
        public Unavailable(String why) {
            this(why, false);
        }
    }

    /**
     * Where one cap stands. Money is in millionths of the cap's currency; for a cap of calls the numbers are calls.
     *
     * @param caller whose cap it is
     * @param spent settled, and unknown, which stays charged
     * @param held set aside and not settled yet
     * @param resetsAt when its window ends; {@code null} for windows that are not calendar time
     */
    record Balance(
            String caller,
            Cap cap,
            long spent,
            long held,
            long limit,
            @Nullable Instant resetsAt) {}
}
