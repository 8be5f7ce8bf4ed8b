// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that charges each time, and whose outcome is no good the first times. */
public final class Flaky implements Callable<String> {

    /** What it returns instead of throwing, in {@link #answer}. */
    public static final String BAD = "bad";

    private final String customer;
    private final int failures;
    private final AtomicInteger tries = new AtomicInteger();

    public Flaky(String customer, int failures) {
        this.customer = customer;
        this.failures = failures;
    }

    @Override
    public String call() {
        String charge = Billing.charge(customer, 100);
        if (tries.incrementAndGet() <= failures) {
            throw new OutputRejected("rejected in try " + tries);
        }
        return charge;
    }

    /** Says by what it returns that it is no good. */
    public String answer() {
        String charge = Billing.charge(customer, 100);
        return tries.incrementAndGet() <= failures ? BAD : charge;
    }

    public int tries() {
        return tries.get();
    }
}
