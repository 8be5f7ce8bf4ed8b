// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Watching;
import java.util.List;

/** {@code alerts} and {@code metrics}: who is told, and what is shown. */
final class WatchingReader {

    static final List<String> WORDS = List.of();
    static final List<String> NOT_YET = List.of("alerts", "metrics");

    Watching read(Fields policy) {
        return Watching.DEFAULT;
    }
}
