// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.util.Collection;
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

/** Runs {@link Engine} under JMH, with what it allocates. */
final class Decision {

    /** The bytes that one operation allocates, as JMH calls them. */
    static final String ALLOCATED = "gc.alloc.rate.norm";

    private Decision() {}

    static String measure(int threads) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(Engine.class.getName() + ".*")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .threads(threads)
                        .forks(3)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        StringBuilder table = new StringBuilder("The engine alone, ")
                .append(threads)
                .append(threads == 1 ? " thread" : " threads")
                .append("\n\n| what | median us | bytes allocated |\n| --- | ---: | ---: |\n");
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.0f |%n",
                    words(name.substring(name.lastIndexOf('.') + 1)),
                    result.getPrimaryResult().getStatistics().getPercentile(50),
                    allocated == null ? Double.NaN : allocated.getScore()));
        }
        return table.toString();
    }

    private static String words(String method) {
        return switch (method) {
            case "decideCharge" -> "`Decider.decide`, a charge";
            case "decideRead" -> "`Decider.decide`, a read";
            case "openCharge" -> "a run with one charge, opened to its admission and given up";
            case "agentRun" -> "a framework's run with one pass, nothing called";
            case "toolCall" -> "a tool inside a run, nothing called";
            case "openRead" -> "a run with one read, opened to its admission and given up";
            default -> throw new IllegalArgumentException(method);
        };
    }
}
