// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Money;
import org.jspecify.annotations.Nullable;

/** How a vendor writes amounts: 2999 of {@code usd} is 29.99 USD, 2999 of {@code jpy} is 2999 JPY. */
@FunctionalInterface
public interface MinorUnits {

    /**
     * @param minorUnits in the smallest unit of {@code currency}
     * @param currency as the request has it, of any case
     * @return {@code null} if the vendor knows no such currency, or the amount is too large to be counted
     */
    @Nullable
    Money toMoney(long minorUnits, String currency);
}
