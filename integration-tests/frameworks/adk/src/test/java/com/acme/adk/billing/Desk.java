// SPDX-License-Identifier: Apache-2.0
package com.acme.adk.billing;

import java.util.function.BooleanSupplier;

/** Repeats what did not come out right, by hand. The policy names {@link #bill} under `runs` and {@link #tryOnce} under `attempts`. */
public final class Desk {

    private final BooleanSupplier order;

    public Desk(BooleanSupplier order) {
        this.order = order;
    }

    public void bill() {
        boolean done = false;
        while (!done) {
            done = tryOnce();
        }
    }

    private boolean tryOnce() {
        return order.getAsBoolean();
    }
}
