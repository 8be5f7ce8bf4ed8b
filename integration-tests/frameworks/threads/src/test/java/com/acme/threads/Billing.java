// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import java.util.function.Supplier;

/** An agent that does nothing on its own thread. */
public class Billing {

    void hand(Hop hop, Work work, Hop.Elsewhere elsewhere) throws Exception {
        hop.handing().hand(work, elsewhere);
    }

    /** A run that ends before what it has handed over. */
    void leavesBehind(Hop hop, Work work, Hop.Elsewhere elsewhere) throws Exception {
        hop.handing().hand(work, elsewhere);
    }

    String does(Supplier<String> work) {
        return work.get();
    }
}
