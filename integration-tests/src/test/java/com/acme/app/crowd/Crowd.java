// SPDX-License-Identifier: Apache-2.0
package com.acme.app.crowd;

import com.acme.billing.BillingAgent;
import com.acme.billing.ReceiptBook;
import com.acme.model.ScriptedModel;
import com.acme.refunds.RefundAgent;
import com.stripe.Stripe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Billing agents, whose first answer always fails its check so that they run twice, mixed with refund agents. Arguments: API base, {@code pool}
 * or {@code virtual}, seed, prefix of the customers' names, the charges to refund.
 */
public final class Crowd {

    private static final int POOL = 8;

    private Crowd() {}

    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = System.getProperty("app.key");
        ScriptedModel model = new ScriptedModel();
        List<Callable<String>> runs = new ArrayList<>();
        for (int i = 4; i < arguments.length; i++) {
            String customer = arguments[3] + i;
            String charge = arguments[i];
            runs.add(() -> new BillingAgent(model, ReceiptBook.reliable())
                    .bill("charge 1.00 USD to " + customer + " for order"));
            runs.add(() -> new RefundAgent(model).handle("refund 0.50 USD of " + charge + "\nAnswer with receipts."));
        }
        Collections.shuffle(runs, new Random(Long.parseLong(arguments[2])));
        ExecutorService threads = arguments[1].equals("virtual") ? virtual() : Executors.newFixedThreadPool(POOL);
        int done = 0;
        for (Future<String> each : threads.invokeAll(runs)) {
            String answer = each.get();
            if (answer.matches("Receipts: \\w+\\.")) {
                done++;
            } else {
                System.out.println("answer=" + answer);
            }
        }
        threads.shutdown();
        System.out.println("done=" + done);
    }

    /** On a JDK that has them. */
    private static ExecutorService virtual() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
