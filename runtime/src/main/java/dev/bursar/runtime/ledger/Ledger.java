// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Money;
import org.jspecify.annotations.Nullable;

/**
 * Counts what every caller has spent. Under any interleaving of threads, held plus settled never exceeds a cap that was passed with the
 * requests; the same key is the same hold, however often and from however many threads it is reserved. A hold counts in every window
 * of its own time, whether a cap asks for that window today or not, so that caps may change while spend stays.
 */
public interface Ledger extends AutoCloseable {

    /** All caps at once, atomically: either the hold counts against every one, or against none. */
    Reservation reserve(HoldRequest request);

    /**
     * The call was carried out.
     *
     * @param moved what it moved; {@code null}: what was held. More than was held is counted in full. An unknown key is ignored.
     */
    void settle(String key, @Nullable Money moved);

    /** It is certain that nothing moved. An unknown or settled key is ignored. */
    void release(String key);

    /** The outcome is not known: stays charged until settled or released. */
    void unknown(String key);

    /**
     * Takes up a hold as the journal has it, without asking any cap. Later entries of the same key replace its state.
     *
     * @param moved for {@link HoldState#SETTLED} what was moved; {@code null}: what was held
     */
    void restore(HoldRequest hold, HoldState state, @Nullable Money moved);

    @Override
    void close();
}
