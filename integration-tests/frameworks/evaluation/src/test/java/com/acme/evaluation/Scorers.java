// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation;

import io.quarkiverse.langchain4j.testing.scorer.EvaluationSample;
import io.quarkiverse.langchain4j.testing.scorer.Parameters;
import io.quarkiverse.langchain4j.testing.scorer.Samples;
import io.quarkiverse.langchain4j.testing.scorer.Scorer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The Quarkus scorer, as it was called up to 1.4 and as it is called since. */
final class Scorers {

    private Scorers() {}

    static double score(int trials) {
        List<EvaluationSample<String>> samples =
                samples(trials, i -> new EvaluationSample<>("trial " + i, new Parameters().add(i), "ch_", List.of()));
        try (Scorer scorer = new Scorer(5)) {
            return scorer.evaluate(
                            new Samples<>(samples),
                            parameters -> Trial.run("scorer", parameters.<Integer>get(0)),
                            (sample, output) -> output.startsWith(sample.expectedOutput()))
                    .score();
        }
    }

    static double scoreSince15(int trials) {
        List<io.quarkiverse.langchain4j.testing.evaluation.EvaluationSample<String>> samples = samples(
                trials,
                i -> new io.quarkiverse.langchain4j.testing.evaluation.EvaluationSample<>(
                        "trial " + i,
                        new io.quarkiverse.langchain4j.testing.evaluation.Parameters().add(i),
                        "ch_",
                        List.of()));
        try (io.quarkiverse.langchain4j.testing.evaluation.Scorer scorer =
                new io.quarkiverse.langchain4j.testing.evaluation.Scorer(5)) {
            return scorer.evaluate(
                            new io.quarkiverse.langchain4j.testing.evaluation.Samples<>(samples),
                            parameters -> Trial.run("evaluation", parameters.<Integer>get(0)),
                            (sample, output) ->
                                    io.quarkiverse.langchain4j.testing.evaluation.EvaluationResult.fromBoolean(
                                            output.startsWith(sample.expectedOutput())))
                    .score();
        }
    }

    private static <T> List<T> samples(int trials, IntFunction<T> sample) {
        return IntStream.range(0, trials).mapToObj(sample).toList();
    }
}
