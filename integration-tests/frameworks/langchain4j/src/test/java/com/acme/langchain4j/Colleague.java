// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import dev.langchain4j.agent.tool.Tool;

/** An AI service as a tool of another. */
public final class Colleague {

    private final Assistant inner;

    public Colleague(Assistant inner) {
        this.inner = inner;
    }

    @Tool("asks a colleague")
    public String charge(String customer, long amount, String description) {
        return inner.chat("charge " + customer + " " + amount);
    }
}
