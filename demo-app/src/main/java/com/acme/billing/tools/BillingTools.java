// SPDX-License-Identifier: Apache-2.0
package com.acme.billing.tools;

import com.acme.billing.ReceiptBook;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.RefundCreateParams;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Charges, and refunds too: nothing about a shared key says that billing should not. */
public final class BillingTools {
    private final ReceiptBook receipts;

    public BillingTools(ReceiptBook receipts) {
        this.receipts = receipts;
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
                .putMetadata("agent", "billing")
                .build());
        receipts.keep(charge.getId());
        return "charged " + charge.getId();
    }

    @Tool("refunds a charge")
    public String refund(@P("the charge's id") String charge, @P("the amount in cents") long cents)
            throws StripeException {
        Refund refund = Refund.create(RefundCreateParams.builder()
                .setCharge(charge)
                .setAmount(cents)
                .putMetadata("agent", "billing")
                .build());
        return "refunded " + refund.getId();
    }
}
