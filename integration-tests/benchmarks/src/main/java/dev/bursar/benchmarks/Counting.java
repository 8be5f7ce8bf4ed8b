// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link Counters} under JMH, on one thread and on two. */
final class Counting {

    private Counting() {}

    static String measure(int forks, int seconds) throws RunnerException {
        StringBuilder table = new StringBuilder("Counting against two caps in memory\n\n")
                .append("| what | threads | median ns | operations/s | bytes allocated |\n")
                .append("| --- | ---: | ---: | ---: | ---: |\n");
        for (String method : List.of("ledgerOwn", "bucketOwn")) {
            row(table, method, 1, forks, seconds);
        }
        for (String method : List.of("ledgerOwn", "bucketOwn", "ledgerShared", "bucketShared")) {
            row(table, method, 2, forks, seconds);
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String method, int threads, int forks, int seconds)
            throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(Counters.class.getName() + "." + method + "$")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .threads(threads)
                        .forks(forks)
                        .warmupIterations(seconds)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        double nanos = result.getPrimaryResult().getStatistics().getPercentile(50);
        Result<?> allocated = result.getSecondaryResults().get(Decision.ALLOCATED);
        table.append(String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.0f |%n",
                words(method, threads),
                threads,
                nanos,
                threads * 1e9 / nanos,
                allocated == null ? Double.NaN : allocated.getScore()));
    }

    private static String words(String method, int threads) {
        String own = threads == 1 ? "" : " each";
        return switch (method) {
            case "ledgerOwn" -> "`LocalLedger.reserve` and `settle`, one caller" + own;
            case "ledgerShared" -> "`LocalLedger.reserve` and `settle`, one caller for both";
            case "bucketOwn" -> "Bucket4j `tryConsume`, one bucket" + own;
            case "bucketShared" -> "Bucket4j `tryConsume`, one bucket for both";
            default -> throw new IllegalArgumentException(method);
        };
    }
}
