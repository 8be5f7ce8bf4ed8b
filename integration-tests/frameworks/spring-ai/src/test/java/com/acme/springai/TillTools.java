// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import com.stripe.exception.StripeException;
import org.springframework.ai.tool.annotation.Tool;

/** Tools that are methods. */
final class TillTools {

    private boolean jammed;

    /** @param jammed whether the printer fails once, after money was taken */
    TillTools(boolean jammed) {
        this.jammed = jammed;
    }

    @Tool(description = "charges a customer")
    public String charge(String customer, long cents) {
        try {
            String id = Till.charge(customer, cents);
            print();
            return id;
        } catch (StripeException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Tool(description = "charges a customer and lets failures out as they are")
    public String chargeOpenly(String customer, long cents) throws StripeException {
        return Till.charge(customer, cents);
    }

    private synchronized void print() {
        if (jammed) {
            jammed = false;
            throw new IllegalStateException("the receipt printer is jammed");
        }
    }
}
