// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import com.stripe.exception.StripeException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.advisor.api.Advisor;

/** The agent. What it asks for is its own code's doing, on whatever thread the framework does it. */
final class Cashier {

    private Cashier() {}

    static @Nullable String call(ScriptedModel model, Object tools, Advisor... advisors) {
        return Kiosk.ask(model, tools, advisors).call().content();
    }

    static @Nullable String stream(ScriptedModel model, Object tools, Advisor... advisors) {
        List<String> parts = Kiosk.ask(model, tools, advisors).stream()
                .content()
                .collectList()
                .block();
        return parts == null ? null : String.join("", parts);
    }

    /** Charges once more with the answer, out of the framework's sight. */
    static @Nullable String streamAndCharge(ScriptedModel model, Object tools, String customer) {
        return Kiosk.ask(model, tools).stream()
                .content()
                .doOnNext(answer -> {
                    try {
                        Till.charge(customer, 100);
                    } catch (StripeException e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                })
                .blockLast();
    }

    /** Two tasks, one after the other: what they do has nothing to do with each other. */
    static String both(ScriptedModel first, ScriptedModel second, Object tools) {
        return call(first, tools) + " " + call(second, tools);
    }
}
