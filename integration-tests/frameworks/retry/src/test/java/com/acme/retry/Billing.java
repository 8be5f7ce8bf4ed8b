// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import java.util.Map;
import java.util.concurrent.Callable;

/** The code that the policy gives to `billing`. */
public final class Billing {

    private Billing() {}

    /** Charges a customer, and gives the id of the charge. */
    public static String charge(String customer, long amount) {
        try {
            return Charge.create(Map.of("amount", amount, "currency", "usd", "customer", customer))
                    .getId();
        } catch (StripeException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** A tool that does its work as it likes. */
    public static String tool(Callable<String> work) throws Exception {
        return work.call();
    }
}
