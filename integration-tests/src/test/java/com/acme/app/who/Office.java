// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who;

import com.acme.app.who.pack.Packed;
import com.stripe.Stripe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Goes through everything once, and prints what came of each: {@code scene=outcome}. The customer's name is the scene's. */
public final class Office {

    private static final int MIXED = 100;

    private Office() {}

    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = System.getProperty("app.key");
        Billing billing = new Billing();
        Refunds refunds = new Refunds();
        Mixed mixed = new Mixed();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        say("class", () -> billing.work("cus_class"));
        say("packed", () -> new Packed().work("cus_packed"));
        say("marked", () -> new Marked().work("cus_marked"));
        say("method", () -> mixed.named("cus_method"));
        say("markedmethod", () -> mixed.marked("cus_markedmethod"));
        say("nobody", () -> mixed.nobodys("cus_nobody"));

        say("submit", () -> billing.submit(pool, new Task("cus_submit")).get());
        say(
                "execute",
                () -> billing.execute(Executors.newSingleThreadExecutor(Office::daemon), new Task("cus_execute")));
        say("all", () -> billing.all(pool, List.of(new Task("cus_all_1"), new Task("cus_all_2"))));
        say("later", () -> billing.later(new Task("cus_later")));
        say(
                "completable",
                () -> billing.completable(pool, new Task("cus_completable_1"), new Task("cus_completable_2")));
        say("forked", () -> billing.forked(new Task("cus_forked_1"), new Task("cus_forked_2")));
        say("parallel", () -> billing.parallel(new Task("cus_parallel")));
        say("thread", () -> billing.thread(new Task("cus_thread")));
        ExecutorService virtual = virtual();
        say(
                "virtual",
                () -> virtual == null
                        ? "none"
                        : billing.submit(virtual, new Task("cus_virtual")).get());
        for (int i = 0; i < 4; i++) {
            say(
                    "pooled" + i,
                    () -> pool.submit((Callable<String>) new Task("cus_pooled")).get());
        }

        say("asks", () -> billing.asks(refunds, "cus_asks", "ch_any"));
        String charge = refunds.work("cus_refunded");
        say("refund", () -> refunds.refund(charge));
        CountDownLatch ended = new CountDownLatch(1);
        Future<String> left = billing.leavesBehind(pool, ended, new Task("cus_left"));
        ended.countDown();
        say("left", left::get);
        mixed(billing, refunds);
        pool.shutdown();
        System.exit(0);
    }

    private static void mixed(Billing billing, Refunds refunds) throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(8);
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < MIXED; i++) {
            all.add(billing.submit(crowd, new Task("cus_mixed_billing_" + i)));
            all.add(refunds.submit(crowd, new Task("cus_mixed_refunds_" + i)));
        }
        int made = 0;
        for (Future<String> each : all) {
            made += each.get().startsWith("ch_") ? 1 : 0;
        }
        crowd.shutdown();
        System.out.println("mixed=" + made);
    }

    private static void say(String scene, Callable<String> work) throws Exception {
        System.out.println(scene + "=" + work.call());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** JDK 21 and later. */
    private static ExecutorService virtual() throws ReflectiveOperationException {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
