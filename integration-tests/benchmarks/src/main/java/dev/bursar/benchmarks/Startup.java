// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import com.acme.bench.FirstCall;
import com.acme.bench.Idle;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole processes, from their start to their end, in turn. */
final class Startup {

    private static final int WARM_UP = 2;

    private Startup() {}

    /** How one kind of process is made, and what it must print. */
    private record Kind(ProcessBuilder process, String prints) {}

    /** An application on Spring Boot with Spring AI and stripe-java, beside the OpenTelemetry agent, which exports nothing. */
    static String springBoot(Work work, int rounds) throws IOException, InterruptedException {
        String named = System.getProperty("bursar.benchmarks.springBoot");
        Path target = named == null ? Work.beside().resolve("../spring-boot/target") : Path.of(named);
        String classPath = target.resolve("classes")
                + File.pathSeparator
                + Files.readString(target.resolve("classpath")).strip();
        List<String> quiet = List.of(
                "-javaagent:" + target.resolve("opentelemetry-javaagent.jar"),
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-Dotel.javaagent.logging=none");
        List<String> both = new ArrayList<>(quiet);
        both.add(work.agent());
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("Spring Boot, bare", boot(List.of(), classPath));
        kinds.put("Spring Boot, with Bursar", boot(List.of(work.agent()), classPath));
        kinds.put("Spring Boot, with the OpenTelemetry agent", boot(quiet, classPath));
        kinds.put("Spring Boot, with both", boot(both, classPath));
        return measure(kinds, rounds);
    }

    private static Kind boot(List<String> options, String classPath) {
        return new Kind(Work.jvm(options, classPath, "com.acme.boot.BootApplication"), "ready ApiResource");
    }

    static String measure(Work work, int rounds) throws IOException, InterruptedException {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("no call, bare", new Kind(work.bare(Idle.class), "done"));
        kinds.put("no call, with Bursar", new Kind(work.governed(Idle.class), "done"));
        kinds.put("one call, bare", new Kind(work.bare(FirstCall.class, work.stripe()), "cus_1"));
        kinds.put("one call, with Bursar", new Kind(work.governed(FirstCall.class, work.stripe()), "cus_1"));
        return measure(kinds, rounds);
    }

    private static String measure(Map<String, Kind> kinds, int rounds) throws IOException, InterruptedException {
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
