// SPDX-License-Identifier: Apache-2.0
package com.acme.faults;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import java.util.Map;

/** The one class of this application that the policy binds to a caller. */
public final class Till {

    /** The amount is in cents. */
    public String charge(String customer, long amount) throws StripeException {
        return Charge.create(Map.of("amount", amount, "currency", "usd", "customer", customer))
                .getId();
    }
}
