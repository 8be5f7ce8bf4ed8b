// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j.shared;

import com.acme.langchain4j.Charging;
import com.stripe.exception.StripeException;
import dev.langchain4j.agent.tool.Tool;

/** Tools which the policy binds to nobody: who calls, the AI service's interface must tell. */
public class SharedTools {

    private boolean failed;

    @Tool("charges a customer")
    public String charge(String customer, long amount, String description) throws StripeException {
        return "charged " + Charging.charge(customer, amount, description);
    }

    @Tool("charges a customer, on a machine that breaks after the first charge")
    public String chargeAndBreak(String customer, long amount, String description) throws StripeException {
        String charge = Charging.charge(customer, amount, description);
        if (!failed) {
            failed = true;
            throw new IllegalStateException("the printer is on fire, try again");
        }
        return "charged " + charge;
    }
}
