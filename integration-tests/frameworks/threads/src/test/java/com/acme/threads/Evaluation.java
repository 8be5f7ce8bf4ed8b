// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

/** Tries an agent out. */
public class Evaluation {

    /** Nothing that goes on in here is meant to happen. */
    void tries(Trial trial) throws Exception {
        trial.run();
    }

    interface Trial {
        void run() throws Exception;
    }
}
