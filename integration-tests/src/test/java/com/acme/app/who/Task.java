// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who;

import com.acme.app.desk.Stripes;
import com.stripe.exception.StripeException;
import java.util.concurrent.Callable;
import java.util.concurrent.RecursiveTask;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** One charge or refund, in a class that is nobody's: whose it is, the thread it runs on must tell. */
public final class Task implements Callable<String>, Runnable, Supplier<String>, IntFunction<String> {

    private final String customer;
    private volatile String outcome;

    public Task(String customer) {
        this.customer = customer;
    }

    @Override
    public String call() {
        return charge(customer, 100);
    }

    @Override
    public void run() {
        outcome = call();
    }

    @Override
    public String get() {
        return call();
    }

    @Override
    public String apply(int number) {
        return charge(customer, 100 + number);
    }

    public String outcome() {
        return outcome;
    }

    public RecursiveTask<String> forked() {
        return new Forked(this);
    }

    static String charge(String customer, long amount) {
        try {
            return Stripes.charge(customer, amount);
        } catch (StripeException e) {
            return Stripes.failure(e);
        }
    }

    static String refund(String charge) {
        try {
            return Stripes.refund(charge, 50);
        } catch (StripeException e) {
            return Stripes.failure(e);
        }
    }

    private static final class Forked extends RecursiveTask<String> {

        private static final long serialVersionUID = 1;
        private final transient Task task;

        Forked(Task task) {
            this.task = task;
        }

        @Override
        protected String compute() {
            return task.call();
        }
    }
}
