// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Watching;
import java.nio.file.Path;
import java.util.List;

/** {@code alerts} and {@code metrics}: who is told, and what is shown. */
final class WatchingReader {

    static final List<String> WORDS = List.of("alerts", "metrics");
    static final List<String> NOT_YET = List.of();

    private final AlertsReader alerts;
    private final MetricsReader metrics;

    WatchingReader(Problems problems, Path directory) {
        this.alerts = new AlertsReader(problems, directory);
        this.metrics = new MetricsReader(problems);
    }

    Watching read(Fields policy) {
        return new Watching(alerts.read(policy), metrics.read(policy));
    }
}
