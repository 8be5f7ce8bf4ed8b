// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What runs agents to judge or to improve them, and rehearses without being listed in the policy. */
public enum Evaluator {
    /** A launch of the JUnit Platform. It begins when the process does nothing else, so all of the process rehearses from then on. */
    JUNIT,
    /** {@code Scorer#evaluate} of Quarkus LangChain4j. */
    QUARKUS_SCORER,
    /** {@code Experiment#run} of Dokimos. */
    DOKIMOS;

    /** The word that a policy and a hook use: {@code quarkus-scorer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The evaluator that a hook names; {@code null} if no policy can except it. */
    public static @Nullable Evaluator of(String word) {
        for (Evaluator each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        return null;
    }
}
