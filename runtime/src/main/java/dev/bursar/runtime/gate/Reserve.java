// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.Ledger;
import dev.bursar.runtime.ledger.Payer;
import dev.bursar.runtime.ledger.Reservation;
import dev.bursar.runtime.policy.CallerPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stage that sets money aside under the caps of every caller on the stack, or says whose cap has no room. */
final class Reserve {

    private static final String OBSERVED = "observed ";

    Hold reserve(Identified call, @Nullable Money amount, Keyed keyed, Ledger ledger, Draft draft, ZoneId zone)
            throws Turned {
        if (amount == null && !isCounted(call.callers())) {
            return new Hold(null, keyed.name(), true);
        }
        // An observed call does not carry the key, so one that does is no repetition of it.
        String name = call.mode() == Mode.OBSERVE ? OBSERVED + keyed.name() : keyed.name();
        Reservation reservation = ledger.reserve(new HoldRequest(name, draft.at, amount, payers(call)));
        if (reservation instanceof Reservation.Held held) {
            draft.balances(held.balances());
            if (!held.fresh() && isForgotten(call, keyed, held.since(), draft.at)) {
                throw new Turned(
                        409,
                        "bursar_key_expired",
                        "this action was first sent at " + held.since()
                                + "; the vendor no longer remembers its key, so repeating it could do it twice, and it would not"
                                + " count a second time; look up what became of it, and do not retry");
            }
            return new Hold(ledger, name, held.fresh());
        }
        if (reservation instanceof Reservation.Exhausted exhausted) {
            draft.balances(List.of(exhausted.balance()));
            throw new Turned(new Refusal(
                    429,
                    "bursar_cap_reached",
                    CapMessage.of(exhausted.balance(), amount, zone),
                    place(call.callers(), exhausted.balance().caller())));
        }
        if (reservation instanceof Reservation.Uncovered uncovered) {
            throw new Turned(
                    403,
                    "bursar_currency",
                    "caller `" + uncovered.caller() + "` has caps on money but none in " + uncovered.currency()
                            + ", so a call in that currency cannot be held against any; use a currency that is capped, or stop and"
                            + " report");
        }
        if (reservation instanceof Reservation.Mismatch mismatch) {
            throw new Turned(
                    409,
                    "bursar_drift",
                    "the key of this call holds another amount: " + mismatch.why()
                            + "; repeat it with the first amount, or stop and report");
        }
        Reservation.Unavailable unavailable = (Reservation.Unavailable) reservation;
        if (amount == null && !unavailable.refusesReads()) {
            return new Hold(null, keyed.name(), true);
        }
        throw new Turned(
                503, "bursar_ledger", "the ledger cannot count this call, so it is not sent: " + unavailable.why());
    }

    /**
     * Holds may be remembered for longer than keys: one whose outcome is unknown is kept for ever. A call that takes up an old one would be
     * carried out anew, and count in a window that is long past.
     */
    private static boolean isForgotten(Identified call, Keyed keyed, Instant since, Instant now) {
        return keyed.key() != null
                && keyed.first()
                && Duration.between(since, now).compareTo(call.vendor().keyMemory()) > 0;
    }

    private static boolean isCounted(List<CallerPolicy> callers) {
        for (CallerPolicy caller : callers) {
            if (caller.caps().stream().anyMatch(Cap.OfCalls.class::isInstance)) {
                return true;
            }
        }
        return false;
    }

    private static List<Payer> payers(Identified call) {
        List<Payer> payers = new ArrayList<>(call.callers().size());
        for (CallerPolicy caller : call.callers()) {
            payers.add(new Payer(caller.name(), call.runOf(caller.name()), caller.caps()));
        }
        return payers;
    }

    private static @Nullable String place(List<CallerPolicy> callers, String name) {
        for (CallerPolicy caller : callers) {
            if (caller.name().equals(name)) {
                return caller.place().brief();
            }
        }
        return null;
    }
}
