// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

/**
 * One way to hand work to another thread.
 *
 * @param name what it is called in the table
 * @param waits whether whoever hands the work over waits for it, so that it cannot outlive a run
 * @param pooled whether equal hops run on the same thread one after the other
 */
record Hop(String name, boolean waits, boolean pooled, Handing handing) {

    interface Handing {
        /** Hands the work over from this thread; what somebody else has to do for it to run goes through {@code elsewhere}. */
        void hand(Work work, Elsewhere elsewhere) throws Exception;
    }

    interface Elsewhere {
        void run(Runnable emission);
    }

    static Hop pooled(String name, Handing handing) {
        return new Hop(name, false, true, handing);
    }

    static Hop loose(String name, Handing handing) {
        return new Hop(name, false, false, handing);
    }

    static Hop waiting(String name, Handing handing) {
        return new Hop(name, true, false, handing);
    }

    /** The name as a part of a customer's, which may not be long. */
    String slug() {
        return Integer.toHexString(name.hashCode());
    }
}
