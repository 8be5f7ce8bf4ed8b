// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Money;

/** The most that one call can move, as far as its request says. */
public sealed interface Cost {

    /** It moves no money. */
    record Nothing() implements Cost {}

    /** It moves at most this. */
    record Stated(Money most) implements Cost {}

    /**
     * It moves at most this, in a currency that only its answer names: a refund is in the currency of its charge. Whoever decides takes the
     * currency of the rule or cap in question, with {@link Vendor#money}; the answer's own currency settles it.
     *
     * @param minorUnits as the vendor counts: 2999 for 29.99 USD, 2999 for 2999 JPY; never negative
     */
    record StatedWithoutCurrency(long minorUnits) implements Cost {}

    /** It moves money and its request does not say how much: refused unless its rule says what to assume. */
    record Unstated(String why) implements Cost {}

    /** Its amount or currency is not what the vendor's format allows: refused. */
    record Malformed(String why) implements Cost {}
}
