// SPDX-License-Identifier: Apache-2.0
package com.acme.app;

import com.acme.app.billing.Billing;
import com.stripe.Stripe;
import com.stripe.exception.StripeException;

/** Runs the named actions in turn and prints what each came to: {@code name=object id} or {@code name=ExceptionClass status code}. */
public final class Charging {

    private Charging() {}

    public static void main(String[] arguments) {
        Stripe.overrideApiBase(arguments[0]);
        if (System.getProperty("app.key") != null) {
            Stripe.apiKey = System.getProperty("app.key");
        }
        for (int i = 1; i < arguments.length; i++) {
            String action = arguments[i];
            System.out.println(action + "=" + outcome(action));
        }
    }

    private static String outcome(String action) {
        try {
            return perform(action);
        } catch (StripeException e) {
            return e.getClass().getSimpleName() + " " + e.getStatusCode() + " " + e.getCode();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static String perform(String action) throws StripeException {
        Billing billing = new Billing();
        String[] parts = action.split(":");
        switch (parts[0]) {
            case "charge":
                return billing.charge(parts[1], Long.parseLong(parts[2]));
            case "twice":
                return billing.chargeTwiceAsTwoAttempts(parts[1], Long.parseLong(parts[2]));
            case "refund":
                return billing.refund(parts[1]);
            case "nobody":
                return Calls.charge(parts[1], Long.parseLong(parts[2]));
            default:
                throw new IllegalArgumentException(action);
        }
    }
}
