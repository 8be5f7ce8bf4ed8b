// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a load.
 *
 * @param counts by what happened: {@code accepted}, {@code failed}, or the code of a refusal
 * @param longest of all calls, in milliseconds
 */
public record Outcome(Map<String, Integer> counts, long longest) {

    static Outcome parse(String line) {
        Map<String, Integer> counts = new TreeMap<>();
        long longest = 0;
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (word.startsWith("longest=")) {
                longest = Long.parseLong(word.substring(equals + 1));
            } else {
                counts.put(word.substring(0, equals), Integer.valueOf(word.substring(equals + 1)));
            }
        }
        return new Outcome(counts, longest);
    }

    public int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    public int accepted() {
        return of("accepted");
    }
}
