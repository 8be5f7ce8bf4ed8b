// SPDX-License-Identifier: Apache-2.0
package com.acme.app.billing;

import com.acme.app.Calls;
import com.stripe.exception.StripeException;

/** What a billing agent does, in the plainest form that every version of stripe-java understands. */
public class Billing {

    public String charge(String customer, long amount) throws StripeException {
        return Calls.charge(customer, amount);
    }

    /** One run, two passes of its loop, each making the same charge. */
    public String chargeTwiceAsTwoAttempts(String customer, long amount) throws StripeException {
        return attempt(customer, amount) + " " + attempt(customer, amount);
    }

    public String attempt(String customer, long amount) throws StripeException {
        return Calls.charge(customer, amount);
    }

    public String refund(String charge) throws StripeException {
        return Calls.refund(charge);
    }
}
