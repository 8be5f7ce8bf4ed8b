// SPDX-License-Identifier: Apache-2.0
package com.acme.refunds;

import dev.langchain4j.service.SystemMessage;

/** The refunds agent as LangChain4j implements it. */
public interface RefundAssistant {
    @SystemMessage("You refund what customers send back.")
    String chat(String request);
}
