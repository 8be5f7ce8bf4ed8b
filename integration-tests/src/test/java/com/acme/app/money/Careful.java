// SPDX-License-Identifier: Apache-2.0
package com.acme.app.money;

import com.stripe.exception.StripeException;

/** A clerk under a policy of its own. */
public class Careful implements Charger {

    @Override
    public String charge(String customer, long amount, String group) throws StripeException {
        return Charger.create(customer, amount, group);
    }
}
