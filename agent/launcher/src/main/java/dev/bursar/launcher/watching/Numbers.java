// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import dev.bursar.runtime.gate.BursarGate;
import dev.bursar.runtime.watching.Metrics;
import java.util.List;

/**
 * Where all numbers that are shown come from.
 *
 * @param gate the caps in force and the journal's state
 * @param counted what was counted since the process began
 * @param deliveries the ways in which alerts leave
 */
record Numbers(BursarGate gate, Metrics counted, List<Delivery> deliveries) {

    Numbers {
        deliveries = List.copyOf(deliveries);
    }

    long deliveredAlerts() {
        long delivered = 0;
        for (Delivery each : deliveries) {
            delivered += each.delivered();
        }
        return delivered;
    }

    long droppedAlerts() {
        long dropped = 0;
        for (Delivery each : deliveries) {
            dropped += each.dropped();
        }
        return dropped;
    }
}
