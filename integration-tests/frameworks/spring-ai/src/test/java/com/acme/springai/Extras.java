// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;

/** Advisors that older versions lack, apart so that nothing else mentions them. */
final class Extras {

    record Receipt(String id) {}

    private Extras() {}

    static Advisor validation() {
        return StructuredOutputValidationAdvisor.builder()
                .outputType(Receipt.class)
                .build();
    }

    static Advisor validation(int order) {
        return StructuredOutputValidationAdvisor.builder()
                .outputType(Receipt.class)
                .advisorOrder(order)
                .build();
    }

    /** The advisor that is the tool loop in 1.1, there for who adds it, and by its old name still in 2.0. */
    static Advisor toolLoop() {
        try {
            Object builder = Class.forName("org.springframework.ai.chat.client.advisor.ToolCallAdvisor")
                    .getMethod("builder")
                    .invoke(null);
            return (Advisor) builder.getClass().getMethod("build").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
