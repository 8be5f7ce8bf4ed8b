// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j.desk;

import dev.langchain4j.service.TokenStream;

public interface StreamingDesk {

    TokenStream chat(String message);
}
