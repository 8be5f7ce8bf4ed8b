// SPDX-License-Identifier: Apache-2.0
package com.acme.billing;

import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import java.util.Map;

/** No answer leaves without its receipts; the model is asked again, and does its work again, if they are missing. */
public final class ReceiptGuardrail implements OutputGuardrail {

    @Override
    public OutputGuardrailResult validate(OutputGuardrailRequest request) {
        String answer = request.responseFromLLM().aiMessage().text();
        if (answer != null && answer.contains("Receipts:")) {
            return success();
        }
        return reprompt(
                "the answer has no receipts",
                order(request) + "\nYour last answer had no receipts. Answer with receipts.");
    }

    /** The model keeps no memory between calls, so it has to be told the order again. */
    private static String order(OutputGuardrailRequest request) {
        String order = request.requestParams().userMessageTemplate();
        for (Map.Entry<String, Object> variable :
                request.requestParams().variables().entrySet()) {
            order = order.replace("{{" + variable.getKey() + "}}", String.valueOf(variable.getValue()));
        }
        return order;
    }
}
