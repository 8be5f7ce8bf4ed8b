// SPDX-License-Identifier: Apache-2.0
package com.acme.app.desk;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import java.util.HashMap;
import java.util.Map;

/** The bare calls, in a class that no policy binds to anybody. */
public final class Stripes {

    private Stripes() {}

    public static String charge(String customer, long amount, String description, RequestOptions options)
            throws StripeException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("amount", amount);
        parameters.put("currency", "usd");
        parameters.put("customer", customer);
        if (description != null) {
            parameters.put("description", description);
        }
        return Charge.create(parameters, options).getId();
    }

    public static String charge(String customer, long amount) throws StripeException {
        return charge(customer, amount, null, null);
    }

    public static String refund(String charge, long amount) throws StripeException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("charge", charge);
        parameters.put("amount", amount);
        return Refund.create(parameters).getId();
    }

    public static String retrieve(String charge) throws StripeException {
        Charge found = Charge.retrieve(charge);
        return found.getId() + " " + found.getAmount();
    }

    /** What the application sees of a call that did not come off. */
    public static String failure(StripeException e) {
        return e.getClass().getSimpleName() + " " + e.getStatusCode() + " " + e.getCode() + " "
                + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
