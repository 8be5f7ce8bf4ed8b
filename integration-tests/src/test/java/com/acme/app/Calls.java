// SPDX-License-Identifier: Apache-2.0
package com.acme.app;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import java.util.HashMap;
import java.util.Map;

/** The bare calls, in a class that no test's policy binds to anybody. */
public final class Calls {

    private Calls() {}

    public static String charge(String customer, long amount) throws StripeException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("amount", amount);
        parameters.put("currency", "usd");
        parameters.put("customer", customer);
        return Charge.create(parameters).getId();
    }

    public static String refund(String charge) throws StripeException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("charge", charge);
        parameters.put("amount", 100);
        return Refund.create(parameters).getId();
    }
}
