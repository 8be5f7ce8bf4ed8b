// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.ledger.Reservation.Balance;

/** What a caller is told of a cap without room, so that a person or a model knows what to do. */
final class CapMessage {

    private CapMessage() {}

    static String of(Balance balance) {
        return "the cap of " + balance.cap() + " of caller `" + balance.caller() + "` is reached: "
                + show(balance.cap(), balance.spent()) + " spent, " + show(balance.cap(), balance.held()) + " held, "
                + show(balance.cap(), Math.max(0, balance.limit() - balance.spent() - balance.held())) + " left"
                + (balance.resetsAt() == null ? "" : ", resets at " + balance.resetsAt())
                + (balance.resetsAt() == null ? "" : "; do not retry before");
    }

    private static String show(Cap cap, long number) {
        return cap instanceof Cap.OfMoney money
                ? new Money(number, money.limit().currency()).toString()
                : number + " calls";
    }
}
