// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import dev.langchain4j.service.TokenStream;

public interface StreamingAssistant {

    TokenStream chat(String message);
}
