// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.breaker;

import java.util.concurrent.atomic.AtomicInteger;

/** What happens at some passages of one place. */
final class Trigger {

    /** {@code enter TYPE METHOD}, {@code exit TYPE METHOD} or {@code yes TYPE METHOD}. */
    final String place;

    final String action;
    final String argument;
    private final int first;
    private final int last;
    private final AtomicInteger seen = new AtomicInteger();

    /** @param line place, first passage, how many passages, action, argument; with tabs between */
    Trigger(String line) {
        String[] cells = line.split("\t", -1);
        place = cells[0];
        first = Integer.parseInt(cells[1]);
        last = first + Integer.parseInt(cells[2]) - 1;
        action = cells[3];
        argument = cells[4];
    }

    String edge() {
        return place.split(" ", -1)[0];
    }

    String type() {
        return place.split(" ", -1)[1];
    }

    String method() {
        return place.split(" ", -1)[2];
    }

    /** Counts a passage; whether it is one of those meant. */
    boolean meets() {
        int now = seen.incrementAndGet();
        return now >= first && now <= last;
    }
}
