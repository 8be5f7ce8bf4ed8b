// SPDX-License-Identifier: Apache-2.0
package com.acme.billing;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Where receipts are kept; like any store it is now and then out of reach. */
public final class ReceiptBook {
    private final ConcurrentLinkedQueue<String> receipts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outages;

    private ReceiptBook(int outages) {
        this.outages = new AtomicInteger(outages);
    }

    /** A book that always answers. */
    public static ReceiptBook reliable() {
        return new ReceiptBook(0);
    }

    /** A book that is out of reach the first time. */
    public static ReceiptBook outOfReachOnce() {
        return new ReceiptBook(1);
    }

    /** Keeps a receipt, or throws {@link IllegalStateException} while it is out of reach. */
    public void keep(String chargeId) {
        if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the receipt book is out of reach, try again");
        }
        receipts.add(chargeId);
    }
}
