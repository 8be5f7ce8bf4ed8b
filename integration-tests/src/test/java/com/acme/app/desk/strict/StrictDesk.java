// SPDX-License-Identifier: Apache-2.0
package com.acme.app.desk.strict;

import com.acme.app.desk.Stripes;
import com.stripe.exception.StripeException;

/** As the billing desk, under a policy that refuses the same action in other words. */
public class StrictDesk {

    public String passes(String customer, long amount, String... descriptions) throws StripeException {
        String made = "";
        for (String description : descriptions) {
            made = pass(customer, amount, description);
        }
        return made;
    }

    public String pass(String customer, long amount, String description) throws StripeException {
        return Stripes.charge(customer, amount, description, null);
    }
}
