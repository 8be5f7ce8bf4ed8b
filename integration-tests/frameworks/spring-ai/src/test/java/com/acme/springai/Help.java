// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.annotation.Tool;

/** Another agent, as a tool. */
record Help(Supplier<@Nullable String> agent) {

    @Tool(description = "asks another agent")
    public String help() {
        return String.valueOf(agent.get());
    }
}
