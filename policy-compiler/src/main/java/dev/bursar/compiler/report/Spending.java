// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The meters of all callers, by unit: a currency, or {@link #CALLS}. */
final class Spending {

    /** The unit of caps on calls. No currency is that long. */
    static final String CALLS = "calls";

    private final NavigableMap<String, NavigableMap<String, Meter>> meters = new TreeMap<>();
    private final NavigableMap<String, Meter.Sum> totals = new TreeMap<>();

    Meter of(String caller, String unit) {
        return meters.computeIfAbsent(caller, any -> new TreeMap<>()).computeIfAbsent(unit, any -> new Meter());
    }

    @Nullable
    Meter find(String caller, String unit) {
        Map<String, Meter> units = meters.get(caller);
        return units == null ? null : units.get(unit);
    }

    /** Of the time that the report tells of, counting what several callers pay for once. */
    void total(String unit, long settled, long held) {
        totals.merge(unit, new Meter.Sum(settled, held), Meter.Sum::plus);
    }

    Map<String, Meter.Sum> totals() {
        return totals;
    }

    Iterable<String> callers() {
        return meters.keySet();
    }

    Iterable<String> units(String caller) {
        return Objects.requireNonNull(meters.get(caller)).keySet();
    }
}
