// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import java.util.List;

/**
 * What a ledger shows without counting anything: the very numbers that decide.
 *
 * @param balances where each cap of calendar time stands, in the order that was asked in
 * @param held how many holds await an outcome
 * @param unknown how many holds are charged because nobody knows their outcome
 */
public record Standing(List<Reservation.Balance> balances, long held, long unknown) {

    public Standing {
        balances = List.copyOf(balances);
    }
}
