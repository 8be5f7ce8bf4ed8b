// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.util.Currency;
import java.util.Locale;

/** Which currencies the simulator takes: those the JDK knows, in lower case as Stripe answers them. */
final class Currencies {
    private Currencies() {}

    static String required(Params params) throws ApiError {
        String given = params.required("currency").toLowerCase(Locale.ROOT);
        try {
            Currency.getInstance(given.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("parameter_invalid", "currency", "Invalid currency: " + given);
        }
        return given;
    }
}
