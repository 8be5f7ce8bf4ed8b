// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

/** Another agent, on whose thread things happen that the first one waits for. */
public class Refunds {

    void run(Runnable emission) {
        emission.run();
    }
}
