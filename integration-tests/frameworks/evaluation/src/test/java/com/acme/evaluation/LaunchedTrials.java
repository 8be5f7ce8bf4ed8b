// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Tests of the agent, launched by {@link Evaluations} and not by the build. A server is started once, when the class is initialised. */
class LaunchedTrials {

    static final Thread SERVER = new Thread(() -> Trial.run("junit-server", 0));

    static {
        SERVER.start();
    }

    @RepeatedTest(Trial.TRIALS)
    void charges(RepetitionInfo repetition) {
        assertTrue(Trial.run("junit", repetition.getCurrentRepetition()).startsWith("ch_"));
    }
}
