// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation;

/** Tries the agent out, to find the best prompt. */
public class Optimizer {

    public int compile(int trials) {
        int made = 0;
        for (int i = 0; i < trials; i++) {
            made += Trial.run("method", i).startsWith("ch_") ? 1 : 0;
        }
        return made;
    }
}
