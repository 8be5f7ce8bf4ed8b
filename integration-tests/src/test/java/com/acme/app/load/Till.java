// SPDX-License-Identifier: Apache-2.0
package com.acme.app.load;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of several tills that share a cap: charges distinct customers until the cap is reached, and waits a little when it is told to come back
 * later. Arguments: API base, threads, amount, prefix of the customers' names, seconds after which to give up.
 */
public final class Till {

    private static final AtomicInteger ACCEPTED = new AtomicInteger();
    private static final AtomicInteger AWAY = new AtomicInteger();
    private static final AtomicInteger OTHER = new AtomicInteger();

    private Till() {}

    public static void main(String[] arguments) throws InterruptedException {
        Stripe.overrideApiBase(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long amount = Long.parseLong(arguments[2]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4]));
        ExecutorService threads = Executors.newFixedThreadPool(count);
        for (int t = 0; t < count; t++) {
            String customers = arguments[3] + t + "_";
            threads.execute(() -> charge(customers, amount, end));
        }
        threads.shutdown();
        boolean ended = threads.awaitTermination(100, TimeUnit.SECONDS);
        System.out.println("ended=" + ended);
        System.out.println("accepted=" + ACCEPTED);
        System.out.println("away=" + AWAY);
        System.out.println("other=" + OTHER);
    }

    private static void charge(String customers, long amount, long end) {
        for (int i = 0; System.nanoTime() < end; i++) {
            try {
                new Biller().charge(customers + i, amount);
                ACCEPTED.incrementAndGet();
            } catch (StripeException e) {
                if ("bursar_cap_reached".equals(e.getCode())) {
                    return;
                }
                boolean isAway = "bursar_ledger".equals(e.getCode());
                (isAway ? AWAY : OTHER).incrementAndGet();
                if (!isAway) {
                    System.out.println("refused " + e.getStatusCode() + " " + e.getCode() + " " + e.getMessage());
                }
                try {
                    Thread.sleep(20);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }
}
