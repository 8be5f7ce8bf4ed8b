// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints, as Markdown, the repetitions that are known to charge twice, and writes everything that was counted beside what it read. Fails if one of
 * the known was not counted, or was charged another number of times with Bursar than it was meant.
 */
public final class Table {

    /** A repetition, and where the tests count it. */
    private record Known(String sentence, String library, String version, String what, int charges) {}

    private static final List<Known> KNOWN = List.of(
            new Known("output guardrail re-prompts once, no chat memory", "langchain4j", "1.19.0", "reprompt1", 1),
            new Known("output guardrail re-prompts twice", "langchain4j", "1.19.0", "reprompt2", 1),
            new Known(
                    "the model rewords the description on the re-prompt",
                    "langchain4j",
                    "1.19.0",
                    "repromptreworded",
                    1),
            new Known("the tool throws after charging, the model calls again", "langchain4j", "1.19.0", "error", 1),
            new Known("two equal charges in one answer, both meant", "langchain4j", "1.19.0", "twice", 2),
            new Known(
                    "Failsafe 3.3.2 around an AI service of LangChain4j 1.19.0",
                    "retry",
                    "newest",
                    "failsafe-langchain4j",
                    1),
            new Known(
                    "Resilience4j 2.4.0 around an AI service of LangChain4j 1.19.0",
                    "retry",
                    "newest",
                    "resilience4j-langchain4j",
                    1),
            new Known(
                    "StructuredOutputValidationAdvisor, all defaults, bad JSON once",
                    "spring-ai",
                    "1.1.8",
                    "validated1",
                    1),
            new Known(
                    "StructuredOutputValidationAdvisor, all defaults, bad JSON three times",
                    "spring-ai",
                    "1.1.8",
                    "validated3",
                    1),
            new Known(
                    "the same advisor above the tool loop, bad JSON once",
                    "spring-ai",
                    "2.0.1",
                    "validatedOutside1",
                    1),
            new Known(
                    "the same advisor above the tool loop, bad JSON three times",
                    "spring-ai",
                    "2.0.1",
                    "validatedOutside3",
                    1),
            new Known(
                    "a judging advisor above the tool loop, two rejections", "spring-ai", "2.0.1", "judgedOutside", 1),
            new Known("the tool throws after charging, the model calls again", "spring-ai", "2.0.1", "thrown", 1),
            new Known("two equal charges in one answer, both meant", "spring-ai", "2.0.1", "twoInOneAnswer", 2),
            new Known(
                    "RetryTemplate of Spring 7.0.10, the output check throws",
                    "retry",
                    "newest",
                    "springcore-output",
                    1),
            new Known("RetryTemplate of spring-retry 2.0.13", "retry", "newest", "springretry-once", 1),
            new Known("the tool throws after charging, the model calls again", "adk", "1.8.0", "thrown", 1),
            new Known("retried with a new session", "adk", "1.8.0", "retry", 1),
            new Known("two equal charges in one answer, both meant", "adk", "1.8.0", "equal", 2),
            new Known(
                    "the model fails after the tool ran, and is asked again",
                    "semantic-kernel",
                    "1.4.2",
                    "asked_again",
                    1),
            new Known("50 trials under a method of `rehearse.when`", "evaluation", "50 trials", "method", 0),
            new Known("50 trials in a JUnit launch", "evaluation", "50 trials", "junit", 0));

    private final Map<String, Map<String, Long>> counted = new TreeMap<>();

    private Table(Path rows) throws IOException {
        for (String line : Files.readAllLines(rows)) {
            String[] cells = line.split("\t");
            counted.computeIfAbsent(key(cells[0], cells[1], cells[2]), any -> new LinkedHashMap<>())
                    .put(cells[3], Long.valueOf(cells[4]));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Table table = new Table(Path.of(arguments[0]));
        boolean asItShouldBe = table.printKnown();
        Path all = Path.of(arguments[0]).resolveSibling("table.md");
        Files.writeString(all, table.all());
        System.out.println("\nEverything counted: " + all);
        if (!asItShouldBe) {
            throw new IllegalStateException("a repetition was not counted, or charged more often than it was meant");
        }
    }

    private static String key(String library, String version, String what) {
        return library + " | " + version + " | " + what;
    }

    private boolean printKnown() {
        boolean asItShouldBe = true;
        System.out.println("| charges | | without | with Bursar |\n| --- | --- | ---: | ---: |");
        for (Known known : KNOWN) {
            Map<String, Long> row = counted.getOrDefault(key(known.library(), known.version(), known.what()), Map.of());
            Long without = row.get("WITHOUT");
            // What was never charged leaves no line of its own.
            long with = row.getOrDefault("WITH", 0L);
            asItShouldBe &= without != null && without >= known.charges() && with == known.charges();
            System.out.printf(
                    "| %s | %s %s | %s | %d |%n",
                    known.sentence(),
                    known.library(),
                    known.version(),
                    without == null ? "not counted" : without,
                    with);
        }
        return asItShouldBe;
    }

    private String all() {
        StringBuilder all =
                new StringBuilder("| library | version | case | without | with |\n| --- | --- | --- | ---: | ---: |\n");
        counted.forEach((key, row) -> all.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d |%n",
                key,
                row.getOrDefault("WITHOUT", 0L),
                row.getOrDefault("WITH", 0L))));
        return all.toString();
    }
}
