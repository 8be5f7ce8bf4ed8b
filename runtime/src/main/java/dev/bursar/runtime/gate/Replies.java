// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of a vendor's answer may be given again to the same action in other words. */
final class Replies {

    private Replies() {}

    /** The headers that describe the body; what belongs to one exchange only is left out. */
    static List<Map.Entry<String, String>> kept(List<? extends Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> kept = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            if ("content-type".equalsIgnoreCase(header.getKey())
                    || "content-encoding".equalsIgnoreCase(header.getKey())) {
                kept.add(Map.entry(header.getKey(), header.getValue()));
            }
        }
        return kept;
    }
}
