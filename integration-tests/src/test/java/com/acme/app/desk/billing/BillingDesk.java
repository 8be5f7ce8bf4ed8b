// SPDX-License-Identifier: Apache-2.0
package com.acme.app.desk.billing;

import com.acme.app.desk.Stripes;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import java.util.ArrayList;
import java.util.List;

/** What a billing agent does, in the plainest form that every version of stripe-java understands. */
public class BillingDesk {

    public String charge(String customer, long amount, String description, RequestOptions options)
            throws StripeException {
        return Stripes.charge(customer, amount, description, options);
    }

    /** A run that can be repeated: the policy takes its id from the first argument. */
    public String order(String id, String customer, long amount) throws StripeException {
        return Stripes.charge(customer, amount);
    }

    /** One run, as many passes of its loop as there are descriptions, each making the same charge. */
    public String passes(String customer, long amount, String... descriptions) throws StripeException {
        List<String> made = new ArrayList<>();
        for (String description : descriptions) {
            made.add(pass(customer, amount, description));
        }
        return String.join(" ", made);
    }

    public String pass(String customer, long amount, String description) throws StripeException {
        return Stripes.charge(customer, amount, description, null);
    }

    /** One run and one pass, and yet as many equal charges, on purpose. */
    public String series(String customer, long amount, int times) throws StripeException {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            made.add(Stripes.charge(customer, amount));
        }
        return String.join(" ", made);
    }

    /** One run that asks again, once, after a failure. */
    public String stubborn(String customer, long amount) throws StripeException {
        try {
            return Stripes.charge(customer, amount);
        } catch (StripeException e) {
            return e.getClass().getSimpleName() + " then " + Stripes.charge(customer, amount);
        }
    }

    public String refund(String charge) throws StripeException {
        return Stripes.refund(charge, 100);
    }

    /** One run that looks its own charge up. */
    public String chargeAndRetrieve(String customer, long amount) throws StripeException {
        String made = Stripes.charge(customer, amount);
        return made + " found " + Stripes.retrieve(made);
    }

    public String retrieve(String charge) throws StripeException {
        return Stripes.retrieve(charge);
    }
}
