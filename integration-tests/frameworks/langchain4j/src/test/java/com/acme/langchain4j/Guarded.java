// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.guardrail.OutputGuardrails;

/** AI services whose answers are looked at, since LangChain4j 1.1. */
public final class Guarded {

    private Guarded() {}

    @OutputGuardrails(value = MustSayDone.class, maxRetries = 4)
    public interface Reprompted {
        String chat(String message);
    }

    @OutputGuardrails(value = MustSayDoneAgain.class, maxRetries = 4)
    public interface Retried {
        String chat(String message);
    }

    @OutputGuardrails(value = MustSayDone.class, maxRetries = 4)
    public interface Streamed {
        TokenStream chat(String message);
    }

    private static boolean isDone(AiMessage answer) {
        return answer.text() != null && answer.text().contains("done");
    }

    public static final class MustSayDone implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            return isDone(answer) ? success() : reprompt("not done", "say that it is done");
        }
    }

    public static final class MustSayDoneAgain implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            return isDone(answer) ? success() : retry("not done");
        }
    }
}
