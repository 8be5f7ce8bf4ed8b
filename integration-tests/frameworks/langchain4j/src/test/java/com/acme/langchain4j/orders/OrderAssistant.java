// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j.orders;

import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;

public interface OrderAssistant {

    @UserMessage("bill the order {{order}}")
    String handle(@V("order") String order);
}
