// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.vendor.Vendor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which origins are whose, under one policy. Immutable. */
final class Vendors {

    private final Map<Origin, Vendor> byOrigin = new HashMap<>();
    private final Set<String> hosts = new HashSet<>();

    /** A vendor's own origins stay watched when a policy replaces them: they are then refused, not forgotten. */
    Vendors(List<Vendor> vendors, Policy policy) {
        for (Vendor vendor : vendors) {
            for (Origin origin : vendor.origins()) {
                hosts.add(origin.host());
            }
            for (Origin origin : policy.hosts().getOrDefault(vendor.name(), vendor.origins())) {
                byOrigin.put(origin, vendor);
            }
        }
        for (Origin origin : byOrigin.keySet()) {
            hosts.add(origin.host());
        }
    }

    @Nullable
    Vendor at(Origin origin) {
        return byOrigin.get(origin);
    }

    boolean watches(String host) {
        return hosts.contains(host) || hosts.contains(Origin.plainHost(host));
    }
}
