// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.evaluation;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/** The scorer of Quarkus LangChain4j, under its name up to 1.4 and since: it runs the function under evaluation on threads of its own. */
public final class QuarkusScorerHook implements FrameworkHook {

    private static final String TESTING = "io.quarkiverse.langchain4j.testing.";
    private static final String ADVICE = QuarkusScorerAdvice.class.getName();

    @Override
    public String name() {
        return "quarkus-scorer";
    }

    @Override
    public String marker() {
        return TESTING + "scorer.Scorer";
    }

    @Override
    public List<Duty> duties() {
        return List.of(new Duty(
                "an evaluation",
                List.of(
                        new Joint(TESTING + "scorer.Scorer", "evaluate", "", ADVICE),
                        new Joint(TESTING + "evaluation.Scorer", "evaluate", "", ADVICE))));
    }

    /** Trials that cannot be told from the real thing would be paid for. */
    @Override
    public boolean enforces() {
        return true;
    }
}
