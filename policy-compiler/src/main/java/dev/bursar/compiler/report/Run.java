// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of one caller, and what was repeated in it. */
final class Run {

    final String caller;
    final String id;
    Instant first;
    Instant last;
    int attempts;
    int repeats;
    int suspects;

    /** By currency: what the repeats would have charged, had each had a key of its own. */
    final Map<String, Long> spared = new TreeMap<>();

    private final Map<String, Long> charged = new HashMap<>(4);

    Run(String caller, String id, Instant time) {
        this.caller = caller;
        this.id = id;
        this.first = time;
        this.last = time;
    }

    /** @return what the run has come to */
    long charge(String unit, long change) {
        return charged.merge(unit, change, Long::sum);
    }

    void repeat(int more, @Nullable Money amount, long charged) {
        repeats += more;
        if (amount != null) {
            spared.merge(amount.currency(), more * charged, Long::sum);
        }
    }

    boolean isTold() {
        return attempts > 1 || repeats > 0 || suspects > 0;
    }
}
