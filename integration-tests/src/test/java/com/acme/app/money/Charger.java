// SPDX-License-Identifier: Apache-2.0
package com.acme.app.money;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import java.util.HashMap;
import java.util.Map;

/** Charges, and says more of it than it must. */
interface Charger {

    /** @param group {@code null} to say nothing */
    String charge(String customer, long amount, String group) throws StripeException;

    static String create(String customer, long amount, String group) throws StripeException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("amount", amount);
        parameters.put("currency", "usd");
        parameters.put("customer", customer);
        if (group != null) {
            parameters.put("transfer_group", group);
        }
        return Charge.create(parameters).getId();
    }
}
