// SPDX-License-Identifier: Apache-2.0
package com.acme.bench;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import java.util.HashMap;
import java.util.Map;

/** An agent with two calls, each a run of its own. */
public final class Billing {

    /** GET: moves nothing. */
    public String read() throws StripeException {
        return Customer.retrieve("cus_1").getId();
    }

    /** POST: moves a cent. */
    public String charge() throws StripeException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("amount", 1);
        parameters.put("currency", "usd");
        parameters.put("customer", "cus_1");
        return Charge.create(parameters).getId();
    }
}
