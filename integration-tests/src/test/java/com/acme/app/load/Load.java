// SPDX-License-Identifier: Apache-2.0
package com.acme.app.load;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Many threads charging distinct customers. Arguments: API base, threads, charges, amount, prefix of the customers' names. */
public final class Load {

    private Load() {}

    public static void main(String[] arguments) throws InterruptedException {
        Stripe.overrideApiBase(arguments[0]);
        int charges = Integer.parseInt(arguments[2]);
        long amount = Long.parseLong(arguments[3]);
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[1]));
        for (int i = 0; i < charges; i++) {
            String customer = arguments[4] + i;
            threads.execute(() -> System.out.println(outcome(customer, amount)));
        }
        threads.shutdown();
        System.out.println(threads.awaitTermination(100, TimeUnit.SECONDS) ? "ended" : "still running");
    }

    private static String outcome(String customer, long amount) {
        try {
            return "accepted " + new Biller().charge(customer, amount);
        } catch (StripeException e) {
            return "refused " + e.getStatusCode() + " " + e.getCode();
        } catch (RuntimeException e) {
            return "failed " + e;
        }
    }
}
