// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.param.ChargeCreateParams;

/** The agent's tool. */
public class Billing {

    public String charge(String order, long amount) throws StripeException {
        return Charge.create(ChargeCreateParams.builder()
                        .setAmount(amount)
                        .setCurrency("usd")
                        .setSource("tok_visa")
                        .setDescription(order)
                        .build())
                .getId();
    }
}
