// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation.bench;

import com.acme.evaluation.Flow;
import com.acme.evaluation.Trial;
import com.stripe.exception.StripeException;
import java.util.stream.IntStream;

/** Measures the agent. */
public class Bench {

    public long score(int trials) {
        return IntStream.range(0, trials)
                .parallel()
                .mapToObj(i -> Trial.run("pattern", i))
                .filter(id -> id.startsWith("ch_"))
                .count();
    }

    public void flow() throws StripeException {
        new Flow().run();
    }
}
