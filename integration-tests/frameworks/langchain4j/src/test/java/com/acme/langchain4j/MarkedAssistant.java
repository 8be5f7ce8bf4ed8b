// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

@Clerk("marked")
public interface MarkedAssistant {

    String chat(String message);
}
