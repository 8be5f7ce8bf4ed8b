// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import com.stripe.exception.StripeException;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** Tools that belong to a caller of their own, whoever was given them. */
final class Desk {

    record Order(String customer, long cents) {}

    @Tool(description = "charges a customer")
    public String charge(String customer, long cents) throws StripeException {
        return Till.charge(customer, cents);
    }

    /** The same as a function, whose code is a lambda of this class. */
    static ToolCallback function() {
        return FunctionToolCallback.builder("charge", (Order order) -> {
                    try {
                        return Till.charge(order.customer(), order.cents());
                    } catch (StripeException e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                })
                .description("charges a customer")
                .inputType(Order.class)
                .build();
    }
}
