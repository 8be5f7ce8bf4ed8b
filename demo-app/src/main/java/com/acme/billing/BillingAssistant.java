// SPDX-License-Identifier: Apache-2.0
package com.acme.billing;

import dev.langchain4j.service.SystemMessage;

/** The billing agent as LangChain4j implements it. */
public interface BillingAssistant {
    @SystemMessage("You bill the orders that you are given, each exactly once.")
    String chat(String order);
}
