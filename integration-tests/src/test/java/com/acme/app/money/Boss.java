// SPDX-License-Identifier: Apache-2.0
package com.acme.app.money;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;

/** Lets clerks do the charging, and prints {@code scene=object id} or {@code scene=status code sentence}. */
public class Boss {

    public static void main(String[] arguments) {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = "placeholder";
        for (int i = 1; i < arguments.length; i++) {
            new Boss().work(arguments[i]);
        }
        System.out.flush();
        // As a crash would end it: nothing is closed.
        Runtime.getRuntime().halt(0);
    }

    public void work(String scene) {
        Charger clerk = new Clerk();
        switch (scene) {
            case "both":
                say("both1", clerk, "cus_a", 3_000, null);
                say("both2", clerk, "cus_b", 1_001, null);
                say("both3", clerk, "cus_c", 1_000, null);
                break;
            case "marked":
                say("marked1", clerk, "cus_m", 200, null);
                say("marked2", clerk, "cus_m", 200, "again");
                break;
            case "refused":
                say("refused1", new Careful(), "cus_r", 300, null);
                say("refused2", new Careful(), "cus_r", 300, "again");
                say("refused3", new Careful(), "cus_r", 300, null);
                break;
            case "later":
                say("later", clerk, "cus_l", 4_000, null);
                break;
            default:
                throw new IllegalArgumentException(scene);
        }
    }

    private static void say(String name, Charger clerk, String customer, long amount, String statement) {
        String came;
        try {
            came = clerk.charge(customer, amount, statement);
        } catch (StripeException e) {
            came = e.getStatusCode() + " " + e.getCode() + " "
                    + e.getStripeError().getMessage();
        }
        System.out.println(name + "=" + came);
    }
}
