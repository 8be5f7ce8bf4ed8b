// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import com.acme.langchain4j.desk.DeskAssistant;
import com.acme.langchain4j.shared.SharedTools;
import com.stripe.Stripe;
import dev.langchain4j.service.AiServices;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Charges the customer that each line names, and says what the model was told. */
public final class Reloading {

    private Reloading() {}

    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Script script = Script.of(Script.charge(line, 500));
            AiServices.builder(DeskAssistant.class)
                    .chatModel(script.model())
                    .tools(new SharedTools())
                    .build()
                    .chat("charge");
            System.out.println(script.told().replaceAll("\\s+", " "));
        }
    }
}
