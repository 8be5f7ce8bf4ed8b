// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import com.acme.bench.FirstCall;
import com.acme.bench.Idle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whole processes, from their start to their end, in turn. */
final class Startup {

    private static final int WARM_UP = 2;

    private Startup() {}

    /** How one kind of process is made, and what it must print. */
    private record Kind(ProcessBuilder process, String prints) {}

    static String measure(Work work, int rounds) throws IOException, InterruptedException {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("no call, bare", new Kind(work.bare(Idle.class), "done"));
        kinds.put("no call, with Bursar", new Kind(work.governed(Idle.class), "done"));
        kinds.put("one call, bare", new Kind(work.bare(FirstCall.class, work.stripe()), "cus_1"));
        kinds.put("one call, with Bursar", new Kind(work.governed(FirstCall.class, work.stripe()), "cus_1"));
        Map<String, Sample> samples = new LinkedHashMap<>();
        for (int round = 1 - Math.min(WARM_UP, rounds - 1); round <= rounds; round++) {
            for (Map.Entry<String, Kind> kind : kinds.entrySet()) {
                long took = once(kind.getValue());
                if (round > 0) {
                    samples.computeIfAbsent(kind.getKey(), name -> new Sample()).add(took);
                }
            }
        }
        return table(samples, rounds);
    }

    private static long once(Kind kind) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = kind.process().start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = process.waitFor();
        long took = System.nanoTime() - start;
        if (exit != 0 || !out.equals(kind.prints())) {
            throw new IllegalStateException("a measured process ended with " + exit + " and printed `" + out + "`");
        }
        return took;
    }

    private static String table(Map<String, Sample> samples, int rounds) {
        StringBuilder table = new StringBuilder("Whole process, " + rounds + " rounds of each in turn\n\n")
                .append("| application | median ms | p90 ms | more than bare, ms |\n| --- | ---: | ---: | ---: |\n");
        double bare = 0;
        for (Map.Entry<String, Sample> each : samples.entrySet()) {
            double median = each.getValue().median();
            boolean isBare = each.getKey().endsWith("bare");
            bare = isBare ? median : bare;
            table.append("| ").append(each.getKey());
            table.append(" | ").append(Sample.millis(median));
            table.append(" | ").append(Sample.millis(each.getValue().percentile(90)));
            table.append(" | ")
                    .append(isBare ? "" : Sample.millis(median - bare))
                    .append(" |\n");
        }
        return table.toString();
    }
}
