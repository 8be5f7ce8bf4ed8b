// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.param.ChargeCreateParams;

/** Takes money. Nobody's code by itself: whose it is says the agent that was given it. */
final class Till {

    private Till() {}

    static String charge(String customer, long cents) throws StripeException {
        return Charge.create(ChargeCreateParams.builder()
                        .setCustomer(customer)
                        .setAmount(cents)
                        .setCurrency("usd")
                        .build())
                .getId();
    }
}
