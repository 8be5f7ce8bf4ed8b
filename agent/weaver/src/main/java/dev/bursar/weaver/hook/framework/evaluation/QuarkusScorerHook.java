// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.evaluation;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * The scorer of Quarkus LangChain4j: it runs the function under evaluation on threads of its own.
 *
 * @param marker the scorer's class, which has had two names
 */
public record QuarkusScorerHook(String marker) implements FrameworkHook {

    private static final String TESTING = "io.quarkiverse.langchain4j.testing.";

    /** Up to 1.4. */
    public static final QuarkusScorerHook FIRST = new QuarkusScorerHook(TESTING + "scorer.Scorer");

    /** Since 1.5. */
    public static final QuarkusScorerHook SECOND = new QuarkusScorerHook(TESTING + "evaluation.Scorer");

    @Override
    public String name() {
        return "quarkus-scorer";
    }

    @Override
    public List<Duty> duties() {
        return List.of(new Duty(
                "an evaluation", List.of(new Joint(marker, "evaluate", "", QuarkusScorerAdvice.class.getName()))));
    }

    /** Trials that cannot be told from the real thing would be paid for. */
    @Override
    public boolean enforces() {
        return true;
    }
}
