// SPDX-License-Identifier: Apache-2.0
package com.acme.boot;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.param.ChargeCreateParams;
import org.springframework.ai.tool.annotation.Tool;

/** What the model may do. */
public class BillingTools {

    @Tool(description = "charges a customer")
    public String charge(String customer, long cents) throws StripeException {
        return Charge.create(ChargeCreateParams.builder()
                        .setCustomer(customer)
                        .setAmount(cents)
                        .setCurrency("usd")
                        .build())
                .getId();
    }
}
