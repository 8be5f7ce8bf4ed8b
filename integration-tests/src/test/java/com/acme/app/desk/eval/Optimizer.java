// SPDX-License-Identifier: Apache-2.0
package com.acme.app.desk.eval;

import com.acme.app.desk.billing.BillingDesk;
import com.stripe.exception.StripeException;

/** Runs the billing desk over and over, to see which wording does best. */
public class Optimizer {

    public String compile(BillingDesk desk, String customer, long amount, int trials) throws StripeException {
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < trials; i++) {
            found.append(i == 0 ? "" : " ").append(desk.charge(customer, amount, null, null));
        }
        return found.toString();
    }
}
