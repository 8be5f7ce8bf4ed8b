// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The machine as a table of results names it, and how busy it is: numbers of a busy machine are worth little. */
final class Machine {

    private Machine() {}

    static String line() {
        return String.format(
                Locale.ROOT,
                "%d cores, JDK %s, load average %.1f%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
