// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One charge, in a class that is nobody's: whose it is, the thread it runs on must tell. */
public final class Work implements Callable<String>, Runnable, Supplier<String> {

    private final String customer;
    private final CountDownLatch held;
    private final Billing agent;
    private final CompletableFuture<String> outcome = new CompletableFuture<>();
    private final ConcurrentLinkedQueue<String> parts = new ConcurrentLinkedQueue<>();
    private volatile String thread;

    Work(String customer, CountDownLatch held) {
        this(customer, held, null);
    }

    /** @param agent who comes to do it, on whatever thread; {@code null} for nobody */
    Work(String customer, CountDownLatch held, Billing agent) {
        this.customer = customer;
        this.held = held;
        this.agent = agent;
    }

    @Override
    public String call() {
        return agent == null ? part(0, 1) : agent.does(() -> part(0, 1));
    }

    @Override
    public void run() {
        call();
    }

    @Override
    public String get() {
        return call();
    }

    /** One of several charges that make this work up. */
    String part(int number, int of) {
        thread = Thread.currentThread().toString();
        String made;
        try {
            if (!held.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never let go");
            }
            made = charge(customer + "_" + number);
        } catch (InterruptedException e) {
            made = e.toString();
        }
        parts.add(made);
        if (parts.size() == of) {
            outcome.complete(String.join(" & ", parts));
        }
        return made;
    }

    static String charge(String customer) {
        try {
            return Charge.create(Map.of("amount", 100, "currency", "usd", "customer", customer))
                    .getId();
        } catch (StripeException e) {
            return e.getClass().getSimpleName() + " " + e.getStatusCode() + " " + e.getCode() + " "
                    + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        }
    }

    /** What came of it, once it has run. */
    String outcome() throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    String thread() {
        return thread;
    }
}
