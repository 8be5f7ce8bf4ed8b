// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.io.IOException;
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

/** Runs {@link AiService} under JMH, bare and under the agent. */
final class Agents {

    private Agents() {}

    static String measure(Work work, int forks, int seconds) throws RunnerException, IOException {
        StringBuilder table = new StringBuilder("An AI service of LangChain4j with one tool call, nothing paid for\n\n")
                .append("| application | median us | bytes allocated |\n| --- | ---: | ---: |\n");
        row(table, "bare", List.of(), forks, seconds);
        row(table, "with Bursar", List.of(work.agent()), forks, seconds);
        return table.toString();
    }

    private static void row(StringBuilder table, String name, List<String> options, int forks, int seconds)
            throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(AiService.class.getName() + ".*")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .forks(forks)
                        .jvmArgsAppend(options.toArray(String[]::new))
                        .warmupIterations(seconds)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        Result<?> allocated = result.getSecondaryResults().get(Decision.ALLOCATED);
        table.append(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.0f |%n",
                name,
                result.getPrimaryResult().getStatistics().getPercentile(50),
                allocated == null ? Double.NaN : allocated.getScore()));
    }
}
