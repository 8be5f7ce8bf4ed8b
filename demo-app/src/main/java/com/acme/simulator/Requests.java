// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** Every request since the last reset, in the order of arrival. */
final class Requests {
    /** Ties an answer to its request even if the list was cleared in between. */
    record Ticket(int epoch, int index) {}

    private final List<SeenRequest> seen = new ArrayList<>();
    private int epoch;

    /** @param request given the number it is to have */
    synchronized Ticket add(LongFunction<SeenRequest> request) {
        seen.add(request.apply(seen.size() + 1L));
        return new Ticket(epoch, seen.size() - 1);
    }

    synchronized void change(Ticket ticket, UnaryOperator<SeenRequest> change) {
        if (ticket.epoch == epoch) {
            seen.set(ticket.index, change.apply(seen.get(ticket.index)));
        }
    }

    synchronized List<SeenRequest> all() {
        return List.copyOf(seen);
    }

    synchronized void clear() {
        seen.clear();
        epoch++;
    }
}
