// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Money;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How Stripe counts each currency, which is not always how ISO 4217 does: ISK has two decimals in the API though it has none in life. For UGX
 * Stripe's own pages disagree; it is taken as having none, which counts a call as the larger of the two readings.
 */
final class StripeCurrencies {

    private static final Set<String> NO_DECIMALS = Set.of(
            "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof",
            "xpf");
    private static final Set<String> THREE_DECIMALS = Set.of("bhd", "jod", "kwd", "omr", "tnd");

    private StripeCurrencies() {}

    static @Nullable Money money(long minorUnits, String currency) {
        String code = currency.toLowerCase(Locale.ROOT);
        if (minorUnits < 0 || !code.matches("[a-z]{3}")) {
            return null;
        }
        long microsPerUnit = NO_DECIMALS.contains(code) ? 1_000_000 : THREE_DECIMALS.contains(code) ? 1_000 : 10_000;
        if (minorUnits > Long.MAX_VALUE / microsPerUnit) {
            return null;
        }
        return new Money(minorUnits * microsPerUnit, code);
    }
}
