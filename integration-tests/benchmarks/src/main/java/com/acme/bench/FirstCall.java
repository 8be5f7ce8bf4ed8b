// SPDX-License-Identifier: Apache-2.0
package com.acme.bench;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;

/** An application that makes one call and ends. Its argument is where Stripe is. */
public final class FirstCall {

    private FirstCall() {}

    public static void main(String[] arguments) throws StripeException {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = "sk_test_bench";
        System.out.println(new Billing().read());
    }
}
