// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import java.util.Map;

/** The bare call, in a class that no policy binds to anybody. */
public final class Charging {

    private Charging() {}

    public static String charge(String customer, long amount, String description) throws StripeException {
        return Charge.create(
                        Map.of("amount", amount, "currency", "usd", "customer", customer, "description", description))
                .getId();
    }
}
