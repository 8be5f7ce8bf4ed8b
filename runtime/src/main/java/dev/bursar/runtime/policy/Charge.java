// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Money;

/** What one call can move at most, as far as its request says. The gate makes it from the vendor's answer: rooms do not import each other. */
public sealed interface Charge {

    /** It moves no money. */
    record Nothing() implements Charge {}

    /** It moves at most this. */
    record Stated(Money most) implements Charge {}

    /**
     * It moves at most this, in a currency that the request does not name, as a refund does.
     *
     * @param minorUnits in the smallest unit of that currency, as the vendor's format has it
     */
    record StatedWithoutCurrency(long minorUnits) implements Charge {}

    /** It moves money and its request does not say how much: refused unless its rule says what to assume. */
    record Unstated(String why) implements Charge {}

    /** Its amount or currency is not what the vendor's format allows: refused. */
    record Malformed(String why) implements Charge {}
}
