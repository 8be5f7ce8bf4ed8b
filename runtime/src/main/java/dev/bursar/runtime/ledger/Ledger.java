// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what every caller has spent. Under any interleaving of threads, held plus settled never exceeds a cap that was passed with the
 * requests, but for what a vendor moved beyond what was held; the same key is the same hold, however often and from however many threads
 * it is reserved. A hold counts in every window of its own time, whether a cap asks for that window today or not, so that caps may change
 * while spend stays. Nothing is ever reset: a window is left behind, and a clock set back finds it as it was.
 *
 * <p>What became of a hold may be told more than once and in any order. Settled is final, save that a later settlement corrects the
 * amount; {@code release} and {@code unknown} of a settled key are late, and ignored.
 */
public interface Ledger extends AutoCloseable {

    /**
     * All caps of all payers at once, atomically: either the hold counts against every one, or against none. Of caps without room the one of
     * the innermost payer is named.
     *
     * <p>A known key is the same hold: nothing more is counted, no cap is asked, and what was reserved first stands, and with
     * it who paid. More than it was
     * first reserved for is a {@link Reservation.Mismatch}: no vendor carries out one key for two amounts. A released key is held anew,
     * at the time and for the amount of this request.
     */
    Reservation reserve(HoldRequest request);

    /**
     * The call was carried out. Counts also for a key that was released: the vendor answered late.
     *
     * @param moved what it moved; {@code null}: what was held, or what an earlier settlement said. More than was held is counted in full.
     *     In another currency than was held, both count, or a wrong guess at the currency would escape every cap; less than nothing is
     *     not believed, and what was held counts. An unknown key is ignored.
     */
    void settle(String key, @Nullable Money moved);

    /**
     * It is certain that nothing moved under this key, by this call or by any other that carried it: of a call that was never sent, that
     * is certain only if its reservation was {@code fresh}. An unknown or settled key is ignored.
     */
    void release(String key);

    /** The outcome is not known: stays charged until settled or released, and is charged again if it was released. */
    void unknown(String key);

    /**
     * Takes up a hold as the journal has it, without asking any cap. Later entries of the same key do what the same calls did while they
     * were made, so that restoring a journal twice gives the same result as restoring it once.
     *
     * @param moved for {@link HoldState#SETTLED} what was moved; {@code null}: what was held
     */
    void restore(HoldRequest hold, HoldState state, @Nullable Money moved);

    /**
     * Where the caps of calendar time of {@code payers} stand at {@code at}, and what is open, for showing alone: nothing is counted, and it
     * is not of one moment. Their runs do not matter.
     *
     * @return {@code null} if this ledger cannot say
     */
    default @Nullable Standing standing(List<Payer> payers, Instant at) {
        return null;
    }

    /** From now on every reservation is refused. */
    @Override
    void close();
}
