// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.Ledger;
import dev.bursar.runtime.ledger.Payer;
import dev.bursar.runtime.ledger.Reservation;
import dev.bursar.runtime.policy.CallerPolicy;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stage that sets money aside under the caps of every caller on the stack, or says whose cap has no room. */
final class Reserve {

    Hold reserve(Identified call, @Nullable Money amount, Keyed keyed, Ledger ledger, Draft draft, ZoneId zone)
            throws Turned {
        if (amount == null && !isCounted(call.callers())) {
            return new Hold(null, keyed.name(), true);
        }
        Reservation reservation = ledger.reserve(new HoldRequest(keyed.name(), draft.at, amount, payers(call)));
        if (reservation instanceof Reservation.Held held) {
            draft.balances(held.balances());
            return new Hold(ledger, keyed.name(), held.fresh());
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
