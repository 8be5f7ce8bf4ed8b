// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a wire hook does to the headers of one attempt, just before their bytes are written: first every header named in
 * {@code drop} goes, however its name is capitalised, then each of {@code set} is added.
 *
 * @param drop header names in lower case
 * @param set headers to add; the values may be secret
 */
public record Dressing(Set<String> drop, Map<String, String> set) {

    /** Leaves the request as it is. */
    public static final Dressing NONE = new Dressing(Set.of(), Map.of());

    /** Whether a header of this name must go; {@code name} in any capitalisation. */
    public boolean drops(String name) {
        return !drop.isEmpty() && drop.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Names only: the values are keys. */
    @Override
    public String toString() {
        return "Dressing[drop=" + drop + ", set=" + set.keySet() + "]";
    }
}
